package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Service properties of a wrong type or value: what keeps a version from being served, and what is warned of. */
@TestInstance(Lifecycle.PER_CLASS)
class FunctionPropertiesIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(
                    site -> {
                        // Without functions in the file, everything that the code path holds is served.
                        site.workspace()
                                .file(
                                        "conf.yml",
                                        site.workspace().server()
                                                + "logger: {path: var/log/service.log, level: debug}\n");
                        site.code("code");
                    },
                    "-c",
                    "conf.yml")
            .environment("BAETYL_RUN_MODE", "kube")
            .environment("BAETYL_CODE_PATH", "var/db/code");

    /** A version of a bundle whose function answers with it; its component has further properties, as annotations give them. */
    private void deploy(String function, String version, String... properties) throws Exception {
        FunctionSource plain =
                FunctionSource.handler("it." + function, function, "return Payload.of(\"" + version + "\");");
        String annotation = properties.length == 0
                ? "@Component"
                : "@Component(property = {\"" + String.join("\", \"", properties) + "\"})";
        String text = plain.text().replace("@Component\n", annotation + "\n");
        boolean named = String.join("", properties).contains("function.name");
        FunctionJar.bundle("it." + function)
                .version(version)
                .source(new FunctionSource(
                        plain.className(), named ? text.replaceFirst("@FunctionName.*\n", "") : text))
                .build()
                .deploy(site.code("code"), function + ".jar");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeouts    | function.timeout=2s,function.timeout=3s | function.timeout: a list is not a duration
            unitless    | function.timeout:Integer=5              | function.timeout: "5" is not a duration with a unit
            negative    | function.timeout=-2s                    | function.timeout: "-2s" is not a duration
            queues      | function.queue:Integer=1,function.queue:Integer=2 | function.queue: a list is not a whole number
            fraction    | function.concurrency:Double=1.5         | function.concurrency: "1.5" is not a whole number
            numbered    | function.name:Integer=5                 | function.name: 5 (Integer) is not a text
            unnamed     | function.name=                          | function.name: a name is empty
            """)
    void valueThatCannotBeUsed_isNamedWithItsComponent_andTheOldVersionServes(
            String function, String properties, String why) throws Exception {
        deploy(function, "1.0.0");
        site.log().await("serving " + function + " 1.0.0");

        deploy(function, "1.1.0", properties.split(","));

        String line = site.log().awaitAll("rejected code/" + function + ".jar (it." + function + " 1.1.0)", why);
        assertTrue(line.contains("component it." + function + ".Function_" + function), line);
        assertTrue(line.contains("has a wrong property"), line);
        assertEquals("1.0.0", site.callers().call(function, ""));
    }

    @Test
    void nameThatIsTooLong_isRejected_andTheOldVersionServes() throws Exception {
        deploy("endless", "1.0.0");
        site.log().await("serving endless 1.0.0");

        deploy("endless", "1.1.0", "function.name=" + "x".repeat(256));

        site.log().awaitAll("rejected code/endless.jar (it.endless 1.1.0)", "a name has more than 255 characters");
        assertEquals("1.0.0", site.callers().call("endless", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hasty  | function.timeout=5us     | function.timeout: "5us" is less than 1ms, in which hardly any call ends
            ranked | service.ranking=5        | service.ranking: the text "5" is not an Integer, and counts as 0
            blocks | function.nonblocking=yes | function.nonblocking: the text "yes" is not true or false, and counts as false
            """)
    void valueThatWasHardlyMeant_isWarnedOf_andServed(String function, String property, String why) throws Exception {
        deploy(function, "1.0.0", property);

        String line = site.log().awaitAll("WARN", "component it." + function + ".Function_" + function, why);

        assertTrue(line.contains("of it." + function + " 1.0.0 (code/" + function + ".jar)"), line);
        site.log().await("serving " + function + " 1.0.0");
        assertEquals(1, site.log().count(why));
    }

    @Test
    void nameThatLooksLikeAPin_isAName() throws Exception {
        deploy("pin", "1.0.0", "function.name=pin@latest", "function.name=pin@[2,3)");

        site.log().await("serving pin@latest 1.0.0");
        site.log().await("serving pin@[2,3) 1.0.0");
        assertEquals("1.0.0", site.callers().call("pin@latest", ""));
        Files.delete(site.code("code").resolve("pin.jar"));
        site.log().await("no longer serving pin@[2,3)");
    }

    @Test
    void nameThatTwoComponentsOfAJarHave_isSaid_withBoth() throws Exception {
        FunctionSource one = FunctionSource.handler("it.twice", "twice", "return event;");
        FunctionJar.bundle("it.twice")
                .source(one)
                .source(new FunctionSource(
                        one.className() + "2", one.text().replace("class Function_twice", "class Function_twice2")))
                .build()
                .deploy(site.code("code"), "twice.jar");

        String line = site.log().awaitAll("deployed code/twice.jar", " WARN ");
        assertTrue(
                line.endsWith(
                        ": components it.twice.Function_twice and it.twice.Function_twice2 have the same function.name"
                                + " twice, and only one of them serves: give each a name of its own"),
                line);
    }

    @Test
    void targetThatIsNoFilter_isSaid_asItIsWritten() throws Exception {
        FunctionJar whole = FunctionJar.bundle("it.targeted")
                .component("targeted", "@Reference(target = \"(a=b)\") Runnable later;" + BadJar.HANDLER)
                .build();
        String xml = "OSGI-INF/it.targeted.Function_targeted.xml";
        RepackedJar.with(whole, xml, RepackedJar.text(whole, xml).replace("(a=b)", "(a=b"))
                .deploy(site.code("code"), "targeted.jar");

        String line = site.log().await("waiting code/targeted.jar");
        assertTrue(
                line.endsWith("waits for service java.lang.Runnable of its reference later, for ever:"
                        + " its target is not a filter: (a=b"),
                line);
    }
}
