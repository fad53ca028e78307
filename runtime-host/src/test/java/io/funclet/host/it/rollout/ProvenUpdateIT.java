package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates that are observed: what becomes of a version that starts well, and responds badly. */
@Embedded
@BeginsFirst
class ProvenUpdateIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(site -> {
                StringBuilder functions = new StringBuilder();
                for (String name :
                        List.of("failing", "slow", "again", "good", "joint", "plain", "asked", "back", "told")) {
                    site.code(name);
                    functions.append("  - {name: %s, handler: %s, codedir: var/db/%s%s}%n"
                            .formatted(name, name, name, name.equals("good") ? ", update: {observe: 1s}" : ""));
                }
                site.workspace()
                        .file(
                                "etc/baetyl/service.yml",
                                "name: test\n" + site.workspace().server()
                                        + "logger: {path: var/log/service.log, level: debug}\nfunctions:\n"
                                        + functions);
            })
            .environment("FUNCLET_UPDATE_OBSERVE", "60s");

    @Test
    void versionWhoseCallsFail_isTakenBack_andNoOtherCallIsLost() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "failing").serving("1.0.0")) {
            load.put("1.0.1", RolloutLoad.FAILS);
            String line = site.awaitLine("WARN", "rejected failing/fn.jar (it.failing 1.0.1)", "was taken back");
            assertTrue(
                    line.matches(".*of function failing, \\d+ of \\d+ of its calls fail, and 0 of \\d+ of 1.0.0"),
                    line);
            load.traffic().awaitVersion("1.0.0");
            load.traffic().awaitResponses(5);
            load.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0");
        }
        // The file is looked at again and again, and has not changed.
        site.awaitScanOf(site.code("failing"));
        assertEquals("1.0.0", version("failing"));
        site.operator().explain("failing/fn.jar", "it.failing 1.0.1", "was taken back");

        // An operator may have it all the same.
        assertEquals(0, site.operator().run("retry", "failing/fn.jar").status());
        assertEquals("1.0.1", version("failing"));
    }

    private static String version(String function) throws Exception {
        return site.operator().ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals(function))
                .map(each -> each.get("version").getAsString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void versionWhoseCallsAreSlow_isTakenBack() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "slow").serving("1.0.0")) {
            load.put("1.0.1", "Thread.sleep(300);");
            site.awaitLine("rejected slow/fn.jar (it.slow 1.0.1)", "of its calls take more than");
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", "1.0.1", "1.0.0");
        }
    }

    @Test
    void versionThatIsReplacedWhileItIsObserved_isNotTheOneThatIsReturnedTo() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "again").serving("1.0.0")) {
            load.put("1.0.1", "");
            load.traffic().awaitVersion("1.0.1");
            load.put("1.0.2", RolloutLoad.FAILS);
            site.awaitLine("rejected again/fn.jar (it.again 1.0.2)", "was taken back");
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", "1.0.1", RolloutLoad.FAILED, "1.0.0");
        }
    }

    @Test
    void versionThatIsPutBackWhileTheNextOneIsObserved_endsTheObservation_andNothingStays() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "back").serving("1.0.0")) {
            load.put("1.0.1", "");
            load.traffic().awaitVersion("1.0.1");
            load.put("1.0.0", "");
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", "1.0.1", "1.0.0");
        }
        awaitNothingDraining("back");
        // Calls go over before the observation ends.
        Await.until(
                "the end of the observation",
                Await.LONG,
                () -> site.operator().run("canary", "back", "5%").names("no new version of it is compared"),
                () -> "it goes on");
    }

    @Test
    void goodVersion_provesItself_andTheOldOneGoes() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "good").serving("1.0.0")) {
            load.put("1.0.1", "");
            String line = site.awaitLine("it.good 1.0.1", "has proved itself");
            assertTrue(line.contains(": of function good, 0 of "), line);
            load.endAfter("1.0.0", "1.0.1");
        }
        awaitNothingDraining("good");
    }

    private static void awaitNothingDraining(String directory) throws Exception {
        Await.until(
                "the end of the old versions",
                Await.LONG,
                () -> drainingIn(directory).isEmpty(),
                () -> drainingIn(directory).toString());
    }

    @Test
    void operator_mayDecideBeforeTheTimeIsOver() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "asked").serving("1.0.0")) {
            load.put("1.0.1", "");
            load.traffic().awaitVersion("1.0.1");
            Said compared = site.operator().run("ps");
            assertTrue(compared.names("function asked, 100% on 1.0.1", "calls failed", "1.0.0"), compared::toString);

            Said back = site.operator().run("rollback", "asked");

            assertEquals(0, back.status(), back::toString);
            load.traffic().awaitVersion("1.0.0");
            assertEquals(0, site.operator().run("promote", "asked").status());
            load.traffic().awaitVersion("1.0.1");
            assertEquals(0, site.operator().run("promote", "asked").status());
            site.awaitLine("it.asked 1.0.1", "was promoted, as was asked for");
            load.endAfter("1.0.0", "1.0.1", "1.0.0", "1.0.1");
        }
    }

    @Test
    void rollbackOfAVersionThatHasJustBeenTakenBack_goesNoFurther() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "told").serving("1.0.0")) {
            load.put("1.0.1", "");
            load.traffic().awaitVersion("1.0.1");
            assertEquals(0, site.operator().run("promote", "told").status());
            load.put("1.0.2", RolloutLoad.FAILS);
            site.awaitLine("rejected told/fn.jar (it.told 1.0.2)", "was taken back");

            Said confirmed = site.operator().run("rollback", "told");

            assertEquals(0, confirmed.status(), confirmed::toString);
            assertTrue(confirmed.names("it.told 1.0.1", "serves already", "was taken back"), confirmed::toString);
            RolloutLoad.awaitAll("1.0.1", load);
            assertEquals(0, site.operator().run("rollback", "told").status());
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", "1.0.1", RolloutLoad.FAILED, "1.0.1", "1.0.0");
        }
    }

    private static List<String> drainingIn(String directory) {
        try {
            return site.operator().ps().getAsJsonArray("directories").asList().stream()
                    .map(each -> each.getAsJsonObject())
                    .filter(each -> each.get("path").getAsString().endsWith(directory))
                    .flatMap(each -> each.getAsJsonArray("draining").asList().stream())
                    .map(Object::toString)
                    .toList();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** The function does not change: its library does. */
    @Test
    void libraryThatLetsCallsFail_isTakenBack_withItsUsers() throws Exception {
        library("1.0.0", "\"good\"").deploy(site.code("joint"), "lib.jar");
        RolloutLoad load = RolloutLoad.on(site, "joint");
        load.version("1.0.0", "text.Text.text();")
                .against(FunctionSource.text("text", "\"any\""))
                .header("Import-Package", "text,*")
                .build()
                .deploy(site.code("joint"), "fn.jar");
        site.awaitServing("joint");
        for (int i = 0; i < 50; i++) {
            site.callers().call("joint", "x".repeat(100));
        }
        library("1.0.1", "String.valueOf(Integer.parseInt(\"on purpose\"))").deploy(site.code("joint"), "lib.jar");
        site.awaitLine("updated joint/fn.jar", "anew");
        assertTrue(failuresUntilBack("joint") > 5, () -> String.join("\n", site.lines()));
        site.awaitLine("rejected joint/lib.jar (it.lib 1.0.1)", "was taken back", "of function joint");
    }

    @Test
    void plainJarThatLetsCallsFail_isTakenBack() throws Exception {
        PlainJar.text("text", "good").build().deploy(site.code("plain"), "lib.jar");
        RolloutLoad load = RolloutLoad.on(site, "plain");
        load.version("1.0.0", "if (text.Text.text().equals(\"bad\")) { " + RolloutLoad.FAILS + " }")
                .against(FunctionSource.text("text", "\"any\""))
                .header("Import-Package", "text,*")
                .build()
                .deploy(site.code("plain"), "fn.jar");
        site.awaitServing("plain");
        for (int i = 0; i < 50; i++) {
            site.callers().call("plain", "x".repeat(100));
        }
        PlainJar.text("text", "bad").build().deploy(site.code("plain"), "lib.jar");
        site.awaitLine("updated plain/fn.jar", "anew");
        assertTrue(failuresUntilBack("plain") > 5, () -> String.join("\n", site.lines()));
        site.awaitLine("rejected plain/lib.jar", "was taken back", "of function plain");
    }

    private static int failuresUntilBack(String function) {
        int failed = 0;
        while (true) {
            try {
                site.callers().call(function, "x".repeat(100));
                return failed;
            } catch (StatusRuntimeException stillBad) {
                assertTrue(stillBad.getMessage().contains("on purpose"), stillBad::getMessage);
                failed++;
            }
        }
    }

    private static FunctionJar library(String version, String expression) {
        return FunctionJar.bundle("it.lib")
                .version(version)
                .source(FunctionSource.text("text", expression))
                .header("Export-Package", "text;version=\"1.0\"")
                .build();
    }
}
