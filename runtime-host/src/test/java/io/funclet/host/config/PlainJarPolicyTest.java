package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.policy.PlainJarPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of plain jars, in the configuration of functions and in the environment. */
class PlainJarPolicyTest extends BaetylConfigs {

    private static final Map<String, String> REJECT = Map.of("FUNCLET_PLAIN_JARS", "reject");

    @Test
    void theEnvironment_saysItForAllDirectories_andIsServeByDefault() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST);

        assertEquals(PlainJarPolicy.SERVE, here.load(Map.of()).deployment().plainJars());
        assertEquals(PlainJarPolicy.REJECT, here.load(REJECT).deployment().plainJars());
    }

    @Test
    void functions_sayItForTheirDirectories() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                  - {name: strict, handler: h, codedir: code, plainjars: reject}
                  - {name: open, handler: h, codedir: code, plainjars: serve}
                """);

        assertEquals(
                List.of(Optional.empty(), Optional.of(PlainJarPolicy.REJECT), Optional.of(PlainJarPolicy.SERVE)),
                here.load(Map.of()).functions().stream()
                        .map(FunctionConfig::plainJars)
                        .toList());
    }

    @Test
    void otherWords_areReportedWithThoseThatThereAre() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    plainjars: yes\n");

        assertEquals(
                List.of(
                        "FUNCLET_PLAIN_JARS: \"no\" is not a way to treat plain jars (serve, reject)",
                        "line 7: functions[0].plainjars: \"yes\" is not a way to treat plain jars (serve, reject)"),
                here.problems(Map.of("FUNCLET_PLAIN_JARS", "no")).stream()
                        .sorted()
                        .toList());
    }
}
