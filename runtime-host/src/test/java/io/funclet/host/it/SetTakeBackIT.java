package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.Operator.Said;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sets that go back as one while their functions are called: of two directories, of plain jars, of exclusive functions. */
@Embedded
class SetTakeBackIT {

    private static final String SET = "gateway.set.jar";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "west", List.of("west"),
                    "east", List.of("east"),
                    "north", List.of("north"),
                    "south", List.of("south"),
                    "plain", List.of("plain"),
                    "libs", List.of("libs"),
                    "alone", List.of("alone", "beside")))
            .environment("FUNCLET_UPDATE_OBSERVE", "60s");

    /** Puts a set into the directories of its jars, and then the jars. */
    private static void put(Map<String, FunctionJar> jars) throws Exception {
        SetFile list = new SetFile();
        new TreeMap<>(jars).forEach(list::with);
        FunctionJar set = list.build();
        for (String jar : jars.keySet()) {
            set.deploy(site.code(directory(jar)), SET);
        }
        for (String jar : jars.keySet()) {
            jars.get(jar).deploy(site.code(directory(jar)), jar.substring(jar.indexOf('/') + 1));
        }
    }

    private static String directory(String jar) {
        return jar.substring(0, jar.indexOf('/'));
    }

    private static void rollBack(String subject) throws Exception {
        Said said = site.operator().run("rollback", subject);
        assertEquals(0, said.status(), said::toString);
    }

    private static void awaitBoth(RolloutLoad one, RolloutLoad other, String version) throws Exception {
        for (RolloutLoad load : List.of(one, other)) {
            load.traffic().awaitVersion(version);
            load.traffic().awaitResponses(5);
        }
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

    @Test
    void setOverTwoDirectories_isTakenBackInBoth_ifAFunctionOfOneFails() throws Exception {
        try (RolloutLoad west = RolloutLoad.on(site, "west");
                RolloutLoad east = RolloutLoad.on(site, "east")) {
            put(Map.of(
                    "west/fn.jar", west.version("1.0.0", "").build(),
                    "east/fn.jar", east.version("1.0.0", "").build()));
            west.begin("1.0.0");
            east.begin("1.0.0");

            put(Map.of(
                    "west/fn.jar", west.version("1.0.1", "").build(),
                    "east/fn.jar", east.version("1.0.1", RolloutLoad.FAILS).build()));

            west.traffic().awaitFirst("1.0.1");
            site.awaitLine("rejected east/fn.jar (it.east 1.0.1)", "was taken back after");
            awaitBoth(west, east, "1.0.0");
            west.endAfter("1.0.0", "1.0.1", "1.0.0");
            east.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0");
        }
    }

    @Test
    void setOverTwoDirectories_isRolledBackInBoth_whileItIsCompared_andAfterwards() throws Exception {
        try (RolloutLoad north = RolloutLoad.on(site, "north");
                RolloutLoad south = RolloutLoad.on(site, "south")) {
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
                put(Map.of(
                        "north/fn.jar", north.version(version, "").build(),
                        "south/fn.jar", south.version(version, "").build()));
                if (version.equals("1.0.0")) {
                    north.begin(version);
                    south.begin(version);
                    continue;
                }
                awaitBoth(north, south, version);
                boolean compared = version.equals("1.0.1");
                if (!compared) {
                    assertEquals(0, site.operator().run("promote", "north").status());
                }
                rollBack(compared ? "north" : "south/" + SET);
                awaitBoth(north, south, "1.0.0");
            }
            north.endAfter("1.0.0", "1.0.1", "1.0.0", "1.0.2", "1.0.0");
            south.endAfter("1.0.0", "1.0.1", "1.0.0", "1.0.2", "1.0.0");
        }
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
            put(Map.of(
                    "plain/lib.jar", good, "plain/fn.jar", user(load, "1.0.0").build()));
            load.begin("1.0.0");

            put(Map.of(
                    "plain/lib.jar",
                    bad,
                    "plain/fn.jar",
                    user(load, "1.0.1").source(broken("it.plain")).build()));
            site.awaitLine("rejected plain/" + SET, "it.plain 1.0.1", "no sensor");
            load.traffic().awaitResponses(5);
            assertEquals(Map.of(), failures(load));

            put(Map.of("plain/lib.jar", bad, "plain/fn.jar", user(load, "1.0.2").build()));
            site.awaitLine("rejected plain/fn.jar (it.plain 1.0.2)", "was taken back after");
            site.awaitLine("rejected plain/lib.jar", "was taken back after");
            load.traffic().awaitVersion("1.0.0");

            put(Map.of(
                    "plain/lib.jar", good, "plain/fn.jar", user(load, "1.0.3").build()));
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
    void setOfPlainJarsAlone_isTakenBackAsOne_ifTheirUserFails() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "libs")) {
            FunctionJar text = PlainJar.text("text", "good").build();
            FunctionJar other = PlainJar.text("other", "1").build();
            user(load, "1.0.0").build().deploy(site.code("libs"), "fn.jar");
            put(Map.of("libs/text.jar", text, "libs/other.jar", other));
            load.begin("1.0.0");

            put(Map.of(
                    "libs/text.jar", PlainJar.text("text", "bad").build(),
                    "libs/other.jar", PlainJar.text("other", "2").build()));

            site.awaitLine("rejected libs/text.jar", "was taken back after");
            site.awaitLine("rejected libs/other.jar", "was taken back after");
            load.traffic().awaitVersion("1.0.0");
            Said said = site.operator().run("rollback", "libs/" + SET);
            assertEquals(1, said.status(), said::toString);
            load.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0");
        }
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
            put(Map.of(
                    "alone/a.jar", exclusive(alone, "1.0.0").build(),
                    "alone/b.jar", beside.version("1.0.0", "").build()));
            alone.begin("1.0.0");
            beside.begin("1.0.0");

            put(Map.of(
                    "alone/a.jar", exclusive(alone, "1.0.1").build(),
                    "alone/b.jar",
                            beside.version("1.0.1", "")
                                    .source(broken("it.beside"))
                                    .build()));
            site.awaitLine("rejected alone/" + SET, "it.beside 1.0.1", "no sensor");
            awaitBoth(alone, beside, "1.0.0");

            put(Map.of(
                    "alone/a.jar", exclusive(alone, "1.0.2").build(),
                    "alone/b.jar", beside.version("1.0.2", RolloutLoad.FAILS).build()));
            alone.traffic().awaitFirst("1.0.2");
            site.awaitLine("rejected alone/b.jar (it.beside 1.0.2)", "was taken back after");
            awaitBoth(alone, beside, "1.0.0");

            put(Map.of(
                    "alone/a.jar", exclusive(alone, "1.0.3").build(),
                    "alone/b.jar", beside.version("1.0.3", "").build()));
            awaitBoth(alone, beside, "1.0.3");
            rollBack("alone");
            awaitBoth(alone, beside, "1.0.0");
            alone.endAfter("1.0.0", "1.0.2", "1.0.0", "1.0.3", "1.0.0");
            beside.endAfter("1.0.0", RolloutLoad.FAILED, "1.0.0", "1.0.3", "1.0.0");
        }
    }
}
