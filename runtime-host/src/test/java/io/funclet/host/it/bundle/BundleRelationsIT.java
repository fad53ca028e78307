package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What bundles of a code directory have to do with each other, and with those of other directories. */
@Embedded
class BundleRelationsIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.ofHandlers(Map.of(
                    "neighbour", "neighbour",
                    "claimed", "claimed",
                    "ranked", "ranked",
                    "cycle1", "cycle1",
                    "cycle2", "cycle2",
                    "served", "served",
                    "importer", "importer",
                    "twin1", "twin",
                    "twin2", "twin"))
            .neighbours(Generation.G2);

    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void ofTwoBundlesOfOneName_theFirstKeepsIt_andTheOtherTakesOverWhenItIsFree() throws Exception {
        Path directory = site.code("claimed");
        FunctionJar.of("it.first", "claimed", "return Payload.of(\"first\");").deploy(directory, "z-first.jar");
        assertEquals("first", site.callers().call("claimed", ""));
        FunctionJar.of("it.second", "claimed", "return Payload.of(\"second\");").deploy(directory, "a-second.jar");
        String rejection = site.log()
                .await(
                        "claimed by both",
                        line -> line.contains("claimed") && line.contains("it.first") && line.contains("it.second"));
        site.awaitScanOf(directory);
        site.awaitScanOf(directory);
        assertEquals("first", site.callers().call("claimed", ""));
        assertEquals(1, site.log().count(rejection.substring(rejection.indexOf("claimed"))));

        // Its own updates do not open the name to the other.
        FunctionJar.bundle("it.first")
                .version("1.1")
                .function("claimed", "return Payload.of(\"first again\");")
                .build()
                .deploy(directory, "z-first.jar");
        site.awaitAnswer("claimed", "first again", "first");
        Files.delete(directory.resolve("z-first.jar"));
        site.awaitAnswer("claimed", "second", "first again");
    }

    @Test
    void bundleOfAHigherRanking_takesTheName_andGivesItBack() throws Exception {
        Path directory = site.code("ranked");
        FunctionJar.of("it.low", "ranked", "return Payload.of(\"low\");").deploy(directory, "low.jar");
        assertEquals("low", site.callers().call("ranked", ""));
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
        site.awaitAnswer("ranked", "high", "low");
        Files.delete(directory.resolve("high.jar"));
        site.awaitAnswer("ranked", "low", "high");
    }

    @Test
    void bundlesThatImportFromEachOther_comeUp_inEitherOrder() throws Exception {
        for (String function : List.of("cycle1", "cycle2")) {
            Path directory = site.code(function);
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
            Future<byte[]> waiting = site.callers().begin(function, "", Await.LONG);
            (callerFirst ? caller : called).deploy(directory, function + "-first.jar");
            String missing = callerFirst ? "two" : "one";
            site.log()
                    .await("what is missing", line -> line.contains(function + "-first.jar") && line.contains(missing));
            (callerFirst ? called : caller).deploy(directory, function + "-second.jar");
            assertEquals("two and one", Callers.payload(waiting));
        }
    }

    @Test
    void componentThatLacksAService_waits_explained_andComesUpWithIt() throws Exception {
        Path directory = site.code("served");
        FunctionJar.bundle("it.served").component("served", """
                        @Reference
                        java.util.function.Supplier<String> supplier;

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of(supplier.get());
                        }
                        """).build().deploy(directory, "served.jar");
        site.log()
                .await(
                        "the reference",
                        line -> line.contains("served.jar") && line.contains("java.util.function.Supplier"));
        Status status = Callers.failure(() -> site.callers().call(Generation.G3, "served", "", SHORT));
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);

        Future<byte[]> waiting = site.callers().begin("served", "", Await.LONG);
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
        FunctionJar.of("it.twin", "twin", "return Payload.of(\"one\");").deploy(site.code("twin1"), "twin.jar");
        FunctionJar.of("it.twin", "twin", "return Payload.of(\"two\");").deploy(site.code("twin2"), "twin.jar");
        assertEquals("one", site.callers().call("twin1", ""));
        assertEquals("two", site.callers().call("twin2", ""));
        Files.delete(site.code("twin1").resolve("twin.jar"));
        Status status = awaitAbsence("twin1");
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
        assertEquals("two", site.callers().call("twin2", ""));
    }

    private Status awaitAbsence(String function) throws Exception {
        site.log().await("no longer serving", line -> line.contains("removed") && line.contains("twin.jar"));
        return Callers.failure(() -> site.callers().call(Generation.G3, function, "", SHORT));
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
        exporter.deploy(site.code("claimed"), "exporter.jar");
        site.log().await("exporter.jar");
        FunctionJar.bundle("it.importer")
                .source(shared)
                .function("importer", "return Payload.of(it.shared.Shared.text);")
                .header("Private-Package", "it.importer")
                .build()
                .deploy(site.code("importer"), "importer.jar");
        site.log().await("the import", line -> line.contains("importer.jar") && line.contains("it.shared"));
        Status status = Callers.failure(() -> site.callers().call(Generation.G3, "importer", "", SHORT));
        assertTrue(status.getDescription().contains("it.shared"), status::toString);

        exporter.deploy(site.code("importer"), "exporter-of-its-own.jar");
        assertEquals("mine", site.callers().call("importer", ""));
    }
}
