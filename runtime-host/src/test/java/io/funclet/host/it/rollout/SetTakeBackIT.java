package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sets with plain jars or an exclusive function go over and back as one while they are called. */
@Embedded
class SetTakeBackIT {

    private static final String SET = "gateway.set.jar";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "plain", List.of("plain"),
                    "libs", List.of("libs"),
                    "alone", List.of("alone", "beside")))
            .environment("FUNCLET_UPDATE_OBSERVE", "60s");

    private static void rollBack(String subject) throws Exception {
        Said said = site.operator().run("rollback", subject);
        assertEquals(0, said.status(), said::toString);
    }

    /** A component that runs these statements when it starts and when it ends. */
    private static FunctionSource part(String packageName, String start, String end) {
        return new FunctionSource(packageName + ".Part", """
                package %s;

                import org.osgi.service.component.annotations.*;

                @Component(immediate = true, service = Part.class)
                public class Part {
                    @Activate
                    public void start() {
                        %s
                    }

                    @Deactivate
                    public void end() {
                        %s
                    }
                }
                """.formatted(packageName, start, end));
    }

    private static FunctionSource broken(String packageName) {
        return part(packageName, "if (true) throw new IllegalStateException(\"no sensor\");", "");
    }

    /** Fails if the library is the bad one. */
    private static FunctionJar.Bundle user(RolloutLoad load, String version) {
        return load.version(version, "if (text.Text.text().equals(\"bad\")) { " + RolloutLoad.FAILS + " }")
                .against(FunctionSource.text("text", "\"any\""))
                .header("Import-Package", "text,*");
    }

    @Test
    void plainJarAndItsUser_goOverTogetherOrNotAtAll_andAreTakenBackAsOne() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "plain")) {
            FunctionJar good = PlainJar.text("text", "good").build();
            FunctionJar bad = PlainJar.text("text", "bad").build();
            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "plain/lib.jar",
                            good,
                            "plain/fn.jar",
                            user(load, "1.0.0").build()));
            load.begin("1.0.0");

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "plain/lib.jar",
                            bad,
                            "plain/fn.jar",
                            user(load, "1.0.1").source(broken("it.plain")).build()));
            site.awaitLine("rejected plain/" + SET, "it.plain 1.0.1", "no sensor");
            load.traffic().awaitResponses(5);
            assertEquals(Map.of(), failures(load));

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "plain/lib.jar",
                            bad,
                            "plain/fn.jar",
                            user(load, "1.0.2").build()));
            site.awaitLine("rejected plain/fn.jar (it.plain 1.0.2)", "was taken back after");
            site.awaitLine("rejected plain/lib.jar", "was taken back after");
            load.traffic().awaitVersion("1.0.0");

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "plain/lib.jar",
                            good,
                            "plain/fn.jar",
                            user(load, "1.0.3").build()));
            load.traffic().awaitVersion("1.0.3");
            rollBack("lib.jar");
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0", "1.0.3", "1.0.0");
        }
    }

    private static Map<String, List<String>> failures(RolloutLoad load) {
        Map<String, List<String>> failures = new TreeMap<>(load.traffic().histories());
        failures.values().removeIf(history -> !history.contains(RolloutLoad.FAILED));
        return failures;
    }

    @Test
    void setOfPlainJarsAlone_isTakenBackAsOne_ifTheirUserFails_andStaysIfItIsPromoted() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "libs")) {
            FunctionJar text = PlainJar.text("text", "good").build();
            FunctionJar other = PlainJar.text("other", "1").build();
            user(load, "1.0.0").build().deploy(site.code("libs"), "fn.jar");
            SetFile.put(site, SET, Map.of("libs/text.jar", text, "libs/other.jar", other));
            load.begin("1.0.0");

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "libs/text.jar", PlainJar.text("text", "bad").build(),
                            "libs/other.jar", PlainJar.text("other", "2").build()));

            site.awaitLine("rejected libs/text.jar", "was taken back after");
            site.awaitLine("rejected libs/other.jar", "was taken back after");
            site.awaitLine("rejected libs/" + SET, "was taken back after");
            load.traffic().awaitVersion("1.0.0");
            load.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0");

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "libs/text.jar", PlainJar.text("text", "better").build(),
                            "libs/other.jar", PlainJar.text("other", "3").build()));
            Await.until("a comparison", Await.LONG, SetTakeBackIT::libsAreCompared, site::lines);
            assertEquals(0, site.operator().run("promote", "text.jar").status());
            assertFalse(libsAreCompared());
            site.operator().explain("other.jar", "other 3");
            rollBack("text.jar");
            site.operator().explain("other.jar", "other 1");
        }
    }

    private static boolean libsAreCompared() throws Exception {
        return site.operator().ps().getAsJsonArray("directories").asList().stream()
                .flatMap(each -> each.getAsJsonObject().getAsJsonArray("rollouts").asList().stream())
                .anyMatch(each ->
                        each.getAsJsonObject().get("function").getAsString().equals("libs"));
    }

    /** Two versions of it at once do not start. */
    private static FunctionJar.Bundle exclusive(RolloutLoad load, String version) {
        return load.version(version, "")
                .header("Provide-Capability", "io.funclet.exclusive")
                .source(part(
                        "it.alone",
                        "if (System.getProperties().putIfAbsent(\"it.alone\", \"held\") != null) {"
                                + " throw new IllegalStateException(\"two at once\"); }",
                        "System.getProperties().remove(\"it.alone\");"));
    }

    @Test
    void exclusiveFunctionOfASet_neverOverlaps_whenTheSetGoesOverAndBack() throws Exception {
        try (RolloutLoad alone = RolloutLoad.on(site, "alone");
                RolloutLoad beside = RolloutLoad.on(site, "beside")) {
            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "alone/a.jar", exclusive(alone, "1.0.0").build(),
                            "alone/b.jar", beside.version("1.0.0", "").build()));
            alone.begin("1.0.0");
            beside.begin("1.0.0");

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "alone/a.jar", exclusive(alone, "1.0.1").build(),
                            "alone/b.jar",
                                    beside.version("1.0.1", "")
                                            .source(broken("it.beside"))
                                            .build()));
            site.awaitLine("rejected alone/" + SET, "it.beside 1.0.1", "no sensor");
            RolloutLoad.awaitAll("1.0.0", alone, beside);

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "alone/a.jar", exclusive(alone, "1.0.2").build(),
                            "alone/b.jar",
                                    beside.version("1.0.2", RolloutLoad.FAILS).build()));
            alone.traffic().awaitFirst("1.0.2");
            site.awaitLine("rejected alone/b.jar (it.beside 1.0.2)", "was taken back after");
            RolloutLoad.awaitAll("1.0.0", alone, beside);

            SetFile.put(
                    site,
                    SET,
                    Map.of(
                            "alone/a.jar", exclusive(alone, "1.0.3").build(),
                            "alone/b.jar", beside.version("1.0.3", "").build()));
            RolloutLoad.awaitAll("1.0.3", alone, beside);
            rollBack("alone");
            RolloutLoad.awaitAll("1.0.0", alone, beside);
            alone.endAfter("1.0.0", "1.0.2", "1.0.0", "1.0.3", "1.0.0");
            beside.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0", "1.0.3", "1.0.0");
        }
    }
}
