package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The key {@code config} of a function in the runtime's configuration file configures its component. */
@Embedded
class FunctionConfigIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
        for (String name : new String[] {"one", "other"}) {
            site.code(name);
        }
        site.workspace()
                .file(
                        "etc/baetyl/service.yml",
                        "name: test\n" + site.workspace().server() + """
                        logger: {path: var/log/service.log, level: debug}
                        functions:
                          - name: line-1
                            handler: f@[1.0,3.0)
                            codedir: var/db/one
                            config:
                              port: 7
                              unit: °C
                              log.all: true
                              tags: [a, "b, c"]
                          - {name: line-2, handler: h, codedir: var/db/other}
                        """);
    });

    @Test
    void componentOfTheFunctionGetsIt_inEachVersion_andNoOther_andAFileForItIsNotUsed() throws Exception {
        site.deploy(ConfigurationIT.configured("f", "").version("1.0.0"), "one", "f.jar");
        site.deploy(ConfigurationIT.configured("h", ""), "other", "h.jar");
        site.awaitServing("f@[1.0,3.0)", "h");
        assertEquals("7°Ctruea+b, c", site.callers().call("line-1", ""));
        assertEquals("1barfalse", site.callers().call("line-2", ""));

        site.deploy(ConfigurationIT.configured("f", "").version("2.0.0"), "one", "f.jar");
        site.log().awaitAll("updated", "it.f 2.0.0");
        assertEquals("7°Ctruea+b, c", site.callers().call("line-1", ""));

        Files.writeString(site.code("one").resolve("press.cfg"), "port = 8");
        site.log()
                .await(
                        "one/press.cfg is not used: functions[0].config in etc/baetyl/service.yml is for press, too, and counts");
        site.deploy(
                ConfigurationIT.configured("f", ", configurationPolicy = ConfigurationPolicy.REQUIRE")
                        .version("2.1.0"),
                "one",
                "f.jar");
        site.log().awaitAll("updated", "it.f 2.1.0");
        assertEquals("7°Ctruea+b, c", site.callers().call("line-1", ""));
        assertEquals(0, site.log().count("ERROR"), () -> String.join("\n", site.lines()));
    }

    @Test
    void componentThatTakesNoConfiguration_isNamed() throws Exception {
        site.deploy(
                ConfigurationIT.configured("f", ", configurationPolicy = ConfigurationPolicy.IGNORE"), "one", "f.jar");

        site.log()
                .await(
                        "functions[0].config in etc/baetyl/service.yml has no effect: component it.f.Fn takes no configuration");
    }
}
