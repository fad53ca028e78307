package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.TrustConfig.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who must have signed jars, in the configuration and in the environment. */
class TrustConfigTest extends BaetylConfigs {

    @BeforeEach
    void makeTrustDirectories() throws Exception {
        here.directory("trust");
        here.directory("other");
    }

    @Test
    void theFile_goesBeforeTheEnvironment_andAFunctionBeforeBoth() throws Exception {
        Map<String, String> environment = Map.of("FUNCLET_TRUST", "require:" + directory.resolve("other"));
        here.file("etc/baetyl/service.yml", LEAST + "    trust: {mode: off}\n");
        TrustConfig own = new TrustConfig(Mode.WARN, directory.resolve("trust"));

        RuntimeConfig withoutSection = here.load(environment);
        here.file("etc/baetyl/service.yml", LEAST + "trust: {mode: warn, directory: trust}\n");
        RuntimeConfig withSection = here.load(environment);

        assertEquals(
                Optional.of(new TrustConfig(Mode.REQUIRE, directory.resolve("other"))),
                withoutSection.deployment().trust());
        assertEquals(
                Optional.of(new TrustConfig(Mode.OFF, null)),
                withoutSection.functions().get(0).trust());
        assertEquals(Optional.of(own), withSection.deployment().trust());
        assertEquals(Optional.empty(), withSection.functions().get(0).trust());
    }

    @Test
    void mistakes_areAllReported() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                    trust: {directory: trust}
                  - {name: f, handler: h, codedir: code, trust: {directory: other}}
                  - {name: g, handler: h, codedir: code, trust: {mode: maybe, directory: none}}
                  - {name: h, handler: h, codedir: code, trust: {mode: warn}}
                """);

        assertEquals(
                List.of(
                        "FUNCLET_TRUST: \"require\" is none of require:DIRECTORY, warn:DIRECTORY and off",
                        "line 10: functions[3].trust: needs the key directory, with certificates or public keys",
                        "line 8: functions[1].trust: differs from that of a function before it, which has the same code"
                                + " directory",
                        "line 9: functions[2].trust.directory: \"none\" (" + directory.resolve("none")
                                + ") does not exist",
                        "line 9: functions[2].trust.mode: \"maybe\" is not what becomes of jars that are not trusted (off,"
                                + " warn, require)",
                        "line 9: functions[2].trust: differs from that of a function before it, which has the same code"
                                + " directory"),
                here.problems(Map.of("FUNCLET_TRUST", "require")).stream()
                        .sorted()
                        .toList());
    }
}
