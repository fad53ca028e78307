package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may stand in a code directory, and what bundles in it have to do with each other and with those of other
 * directories. One process for all tests, and a neighbour in it that must not notice anything.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CodeDirectoryIT {

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** What a shell, a property file or a list would take to pieces. */
    private static final String ODD_NAME = "a b,c;d ${user.dir} 100% #1"
            + (System.getProperty("sun.jnu.encoding").equals("UTF-8") ? " \u00fc" : "");

    private Workspace workspace;
    private RuntimeProcess runtime;
    private Callers callers;
    private Traffic neighbours;
    private int scans;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name : List.of(
                "neighbour",
                "claimed",
                "ranked",
                "cycle1",
                "cycle2",
                "served",
                "links",
                "away",
                "unreadable",
                "importer")) {
            handlers.put(name, name);
        }
        handlers.put("twin1", "twin");
        handlers.put("twin2", "twin");
        UpdatedFunction.configure(workspace, handlers);
        Path file = workspace.path().resolve("etc/baetyl/service.yml");
        workspace.code(ODD_NAME);
        Files.writeString(
                file, Files.readString(file) + "  - {name: odd, handler: odd, codedir: \"var/db/" + ODD_NAME + "\"}\n");
        Path journal = workspace.path().resolve("neighbour.journal");
        ProbeJar.replace(
                workspace.code("neighbour").resolve("neighbour.jar"),
                ProbeJar.function("it.neighbour", "neighbour", journal).version("1.0.0"));
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
        neighbours = new Traffic()
                .add(
                        "neighbour",
                        UpdatedFunction.line(workspace.port(), Generation.G2, "neighbour"),
                        Probe.event(100, Duration.ZERO));
    }

    @AfterEach
    void neighbourIsUndisturbed() throws Exception {
        neighbours.awaitAnswers(1);
        assertEquals(List.of(), neighbours.failures());
    }

    @AfterAll
    void stop() throws Exception {
        neighbours.close();
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    @Test
    void ofTwoBundlesOfOneName_theFirstKeepsIt_andTheOtherTakesOverWhenItIsFree() throws Exception {
        Path directory = workspace.code("claimed");
        FunctionJar.of("it.first", "claimed", "return Payload.of(\"first\");").deploy(directory, "z-first.jar");
        assertEquals("first", callers.call("claimed", ""));
        FunctionJar.of("it.second", "claimed", "return Payload.of(\"second\");").deploy(directory, "a-second.jar");
        String refusal = workspace
                .log()
                .await(
                        "claimed by both",
                        line -> line.contains("claimed") && line.contains("it.first") && line.contains("it.second"));
        awaitScanOf(directory);
        awaitScanOf(directory);
        assertEquals("first", callers.call("claimed", ""));
        assertEquals(1, workspace.log().count(refusal.substring(refusal.indexOf("claimed"))));

        // Its own updates do not open the name to the other.
        FunctionJar.bundle("it.first")
                .version("1.1")
                .function("claimed", "return Payload.of(\"first again\");")
                .build()
                .deploy(directory, "z-first.jar");
        awaitAnswer("claimed", "first again", "first");
        Files.delete(directory.resolve("z-first.jar"));
        awaitAnswer("claimed", "second", "first again");
    }

    @Test
    void bundleOfAHigherRanking_takesTheName_andGivesItBack() throws Exception {
        Path directory = workspace.code("ranked");
        FunctionJar.of("it.low", "ranked", "return Payload.of(\"low\");").deploy(directory, "low.jar");
        assertEquals("low", callers.call("ranked", ""));
        FunctionJar.bundle("it.high")
                .source(new FunctionSource("it.high.High", """
                        package it.high;

                        import io.funclet.api.*;
                        import org.osgi.service.component.annotations.*;

                        @Component(property = "service.ranking:Integer=5")
                        @FunctionName("ranked")
                        public class High implements FunctionHandler {
                            @Override
                            public Payload handle(Payload event, CallContext context) {
                                return Payload.of("high");
                            }
                        }
                        """))
                .build()
                .deploy(directory, "high.jar");
        awaitAnswer("ranked", "high", "low");
        Files.delete(directory.resolve("high.jar"));
        awaitAnswer("ranked", "low", "high");
    }

    @Test
    void bundlesThatImportFromEachOther_comeUp_inEitherOrder() throws Exception {
        for (String function : List.of("cycle1", "cycle2")) {
            Path directory = workspace.code(function);
            FunctionSource one = new FunctionSource("one.One", """
                    package one;
                    public class One {
                        public static String text() { return two.Two.text() + "one"; }
                        public static String part() { return "and "; }
                    }
                    """);
            FunctionSource two = new FunctionSource("two.Two", """
                    package two;
                    public class Two {
                        public static String text() { return "two " + one.One.part(); }
                    }
                    """);
            FunctionJar caller = FunctionJar.bundle("it.one")
                    .source(one)
                    .source(two)
                    .function(function, "return Payload.of(one.One.text());")
                    .header("Export-Package", "one")
                    .header("Private-Package", "it.one")
                    .build();
            FunctionJar called = FunctionJar.bundle("it.two")
                    .source(one)
                    .source(two)
                    .header("Export-Package", "two")
                    .header("Private-Package", "")
                    .build();
            boolean callerFirst = function.equals("cycle1");
            Future<byte[]> waiting = callers.begin(function, "", Await.LONG);
            (callerFirst ? caller : called).deploy(directory, function + "-first.jar");
            String missing = callerFirst ? "two" : "one";
            workspace
                    .log()
                    .await("what is missing", line -> line.contains(function + "-first.jar") && line.contains(missing));
            (callerFirst ? called : caller).deploy(directory, function + "-second.jar");
            assertEquals("two and one", Callers.payload(waiting));
        }
    }

    @Test
    void componentThatLacksAService_waits_explained_andComesUpWithIt() throws Exception {
        Path directory = workspace.code("served");
        FunctionJar.bundle("it.served").component("served", """
                        @Reference
                        java.util.function.Supplier<String> supplier;

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of(supplier.get());
                        }
                        """).build().deploy(directory, "served.jar");
        workspace
                .log()
                .await(
                        "the reference",
                        line -> line.contains("served.jar") && line.contains("java.util.function.Supplier"));
        Status status = Callers.failure(() -> callers.call(Generation.G3, "served", "", SHORT));
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);

        Future<byte[]> waiting = callers.begin("served", "", Await.LONG);
        supplier().deploy(directory, "supplier.jar");
        assertEquals("supplied", Callers.payload(waiting));
    }

    private static FunctionJar supplier() {
        return FunctionJar.bundle("it.supplier")
                .source(new FunctionSource("it.supplier.Supply", """
                        package it.supplier;

                        @org.osgi.service.component.annotations.Component
                        public class Supply implements java.util.function.Supplier<String> {
                            @Override
                            public String get() {
                                return "supplied";
                            }
                        }
                        """))
                .build();
    }

    @Test
    void sameBundleInTwoDirectories_isTwoFunctions() throws Exception {
        FunctionJar.of("it.twin", "twin", "return Payload.of(\"one\");").deploy(workspace.code("twin1"), "twin.jar");
        FunctionJar.of("it.twin", "twin", "return Payload.of(\"two\");").deploy(workspace.code("twin2"), "twin.jar");
        assertEquals("one", callers.call("twin1", ""));
        assertEquals("two", callers.call("twin2", ""));
        Files.delete(workspace.code("twin1").resolve("twin.jar"));
        Status status = awaitAbsence("twin1");
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
        assertEquals("two", callers.call("twin2", ""));
    }

    private Status awaitAbsence(String function) throws Exception {
        workspace.log().await("no longer serving", line -> line.contains("removed") && line.contains("twin.jar"));
        return Callers.failure(() -> callers.call(Generation.G3, function, "", SHORT));
    }

    @Test
    void packageOfAnotherDirectory_isOutOfReach() throws Exception {
        FunctionSource shared = new FunctionSource(
                "it.shared.Shared", "package it.shared; public class Shared { public static String text = \"mine\"; }");
        FunctionJar exporter = FunctionJar.bundle("it.exporter")
                .source(shared)
                .header("Export-Package", "it.shared")
                .header("Private-Package", "")
                .build();
        exporter.deploy(workspace.code("claimed"), "exporter.jar");
        workspace.log().await("exporter.jar");
        FunctionJar.bundle("it.importer")
                .source(shared)
                .function("importer", "return Payload.of(it.shared.Shared.text);")
                .header("Private-Package", "it.importer")
                .build()
                .deploy(workspace.code("importer"), "importer.jar");
        workspace.log().await("the import", line -> line.contains("importer.jar") && line.contains("it.shared"));
        Status status = Callers.failure(() -> callers.call(Generation.G3, "importer", "", SHORT));
        assertTrue(status.getDescription().contains("it.shared"), status::toString);

        exporter.deploy(workspace.code("importer"), "exporter-of-its-own.jar");
        assertEquals("mine", callers.call("importer", ""));
    }

    @Test
    void links_areFollowedToJars_andLeadNowhereElse() throws Exception {
        Path directory = workspace.code("links");
        Path elsewhere = Files.createDirectories(workspace.path().resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("a-dangling.jar"), elsewhere.resolve("links.jar"));
        Files.createSymbolicLink(directory.resolve("b-loop.jar"), Path.of("b-loop.jar"));
        Files.createSymbolicLink(directory.resolve("c-up.jar"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("d-self"), directory);
        Files.createDirectories(directory.resolve("e-directory.jar"));
        awaitScanOf(directory);

        BadJar.good("links", "linked").deploy(elsewhere, "links.jar");
        assertEquals("linked", callers.call("links", ""));
        BadJar.good("links", "anew").deploy(elsewhere, "links.jar");
        awaitAnswer("links", "anew", "linked");
        awaitScanOf(directory);
        for (String file : List.of("b-loop.jar", "c-up.jar", "d-self", "e-directory.jar")) {
            assertTrue(workspace.log().count(file) <= 1, () -> file + " is spoken of again and again");
        }
    }

    @Test
    void directoryThatIsRenamedAway_leavesItsFunctionServing_andIsPickedUpAgain() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "away").serving("fn.jar", "1.0.0")) {
            Path directory = function.directory();
            Path away = directory.resolveSibling("away.away");
            Files.move(directory, away);
            awaitScanOf(workspace.code("claimed"));
            awaitScanOf(workspace.code("claimed"));
            function.traffic().awaitAnswers(10);
            assertEquals(1, function.journal().instances());

            ProbeJar.replace(away.resolve("fn.jar"), function.jar().version("1.0.1"));
            Files.move(away, directory);
            function.traffic().awaitVersion("1.0.1");
            function.endAfter("1.0.0", "1.0.1");
        }
    }

    @Test
    void oddNames_areNames() throws Exception {
        BadJar.good("odd", "odd").deploy(workspace.code(ODD_NAME), ODD_NAME + ".jar");
        assertEquals("odd", callers.call("odd", ""));
        BadJar.good("odd", "even").deploy(workspace.code(ODD_NAME), ODD_NAME + ".jar");
        awaitAnswer("odd", "even", "odd");
    }

    @Test
    void unreadableJar_isSaid_andTheOldVersionServes() throws Exception {
        Path directory = workspace.code("unreadable");
        BadJar.good("unreadable", "old").deploy(directory, "unreadable.jar");
        assertEquals("old", callers.call("unreadable", ""));
        Path next = Files.write(
                directory.resolve(".next"), BadJar.good("unreadable", "next").bytes());
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(next), "nothing is unreadable to this user");
        Files.move(next, directory.resolve("unreadable.jar"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        workspace.log().await("the refusal", line -> line.contains("unreadable.jar") && line.contains("read"));
        assertEquals("old", callers.call("unreadable", ""));
    }

    private void awaitAnswer(String function, String answer, String before) throws Exception {
        Await.until(
                "answer " + answer,
                Await.LONG,
                () -> {
                    String given = callers.call(function, "");
                    assertTrue(List.of(before, answer).contains(given), given);
                    return given.equals(answer);
                },
                runtime::toString);
    }

    /** Returns when the runtime has looked at everything in a directory: a file that came last has been spoken of. */
    private void awaitScanOf(Path directory) throws Exception {
        String fileName = "scan" + scans++ + ".jar";
        FunctionJar.withManifest(Map.of()).deploy(directory, fileName);
        workspace.log().await(fileName);
        Files.delete(directory.resolve(fileName));
    }
}
