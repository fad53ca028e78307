package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.soak.ProbeJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Faults that updates once had, each of which a bundle as people write them is enough to show. */
@TestInstance(Lifecycle.PER_CLASS)
class ProvenFaultsIT {

    private static final String EXCLUSIVE = "io.funclet.exclusive";

    private Workspace workspace;
    private RuntimeProcess runtime;
    private Callers callers;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name : List.of("parted", "renamed", "substitute", "steady", "single", "back")) {
            handlers.put(name, name);
        }
        UpdatedFunction.configure(workspace, handlers);
        for (String name : List.of("mutual1", "mutual2")) {
            Path file = workspace.path().resolve("etc/baetyl/service.yml");
            Files.writeString(
                    file,
                    "  - {name: " + name + ", handler: " + name + ", codedir: var/db/mutual}\n",
                    StandardOpenOption.APPEND);
        }
        workspace.code("mutual");
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
    }

    @AfterAll
    void stop() throws Exception {
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    private static String answer(String text) {
        return "return Payload.of(\"" + text + "\");";
    }

    private static FunctionJar.Bundle exclusive(String name, String version) {
        return FunctionJar.bundle("it." + name).version(version).header("Provide-Capability", EXCLUSIVE);
    }

    private void awaitAnswer(String function, String text) throws Exception {
        Await.until(
                function + " answers " + text,
                Await.LONG,
                () -> callers.call(function, "").equals(text),
                () -> callers.call(function, ""));
    }

    @Test
    void exclusiveUpdateOneOfWhosePartsThrows_bringsTheOldVersionBack() throws Exception {
        Path directory = workspace.code("parted");
        exclusive("parted", "1.0.0").function("parted", answer("1.0.0")).build().deploy(directory, "fn.jar");
        awaitAnswer("parted", "1.0.0");
        exclusive("parted", "1.1.0")
                .function("parted", answer("1.1.0"))
                .source(new FunctionSource("it.parted.Part", """
                        package it.parted;

                        import org.osgi.service.component.annotations.*;

                        @Component(immediate = true, service = Part.class)
                        public class Part {
                            @Activate
                            public void start() {
                                throw new IllegalStateException("the other part says no");
                            }
                        }
                        """))
                .build()
                .deploy(directory, "fn.jar");
        workspace.log().await("the other part says no");
        awaitAnswer("parted", "1.0.0");
        exclusive("parted", "1.2.0").function("parted", answer("1.2.0")).build().deploy(directory, "fn.jar");
        awaitAnswer("parted", "1.2.0");
    }

    @Test
    void exclusiveUpdateThatForgetsTheFunction_isNotTaken() throws Exception {
        Path directory = workspace.code("renamed");
        exclusive("renamed", "1.0.0")
                .function("renamed", answer("1.0.0"))
                .build()
                .deploy(directory, "fn.jar");
        awaitAnswer("renamed", "1.0.0");
        exclusive("renamed", "1.1.0").function("other", answer("1.1.0")).build().deploy(directory, "fn.jar");
        workspace.log().await("does not provide function renamed");
        assertEquals("1.0.0", callers.call("renamed", ""));
        exclusive("renamed", "1.2.0")
                .function("renamed", answer("1.2.0"))
                .build()
                .deploy(directory, "fn.jar");
        awaitAnswer("renamed", "1.2.0");
    }

    private static FunctionSource word(String text) {
        return new FunctionSource("words.Word", """
                package words;

                public class Word {
                    public static String text() {
                        return "%s";
                    }
                }
                """.formatted(text));
    }

    @Test
    void updateOfLibraryThatImportsWhatItExports_reachesItsUsers() throws Exception {
        Path directory = workspace.code("substitute");
        FunctionJar.bundle("it.substitute")
                .source(word("compiled"))
                .function("substitute", "return Payload.of(words.Word.text());")
                .header("Private-Package", "it.substitute")
                .build()
                .deploy(directory, "fn.jar");
        for (int update = 0; update < 4; update++) {
            FunctionJar.bundle("it.words")
                    .version("1.0." + update)
                    .source(word("1.0." + update))
                    .header("Private-Package", "")
                    .header("Export-Package", "words;version=\"1." + update + "\"")
                    .header("Import-Package", "words;version=\"[1.0,2)\"")
                    .build()
                    .deploy(directory, "library.jar");
            awaitAnswer("substitute", "1.0." + update);
        }
    }

    @Test
    void libraryUpdateThatFailsAfterAWhile_losesNoCallOfAUserThatIsReplacedMeanwhile() throws Exception {
        try (UpdatedFunction user =
                UpdatedFunction.in(workspace, "steady", journal -> ProbeJar.reader("it.steady", "steady", journal))) {
            Path library = user.directory().resolve("library.jar");
            ProbeJar.replace(library, ProbeJar.library("it.steady.library").version("1.0.0"));
            user.put("fn.jar", "5.0.0");
            user.begin();
            user.traffic().awaitVersion("1.0.0");
            Gate gate = Gate.in(workspace.path());
            refusedLibrary(gate).deploy(user.directory(), "library.jar");
            gate.awaitEntered();
            user.put("fn.jar", "5.0.1");
            workspace.log().await("it.steady 5.0.1");
            user.traffic().awaitAnswers(3);
            gate.open();
            workspace.log().await("this library says no");
            user.traffic().awaitAnswers(3);
            ProbeJar.replace(library, ProbeJar.library("it.steady.library").version("1.0.2"));
            user.traffic().awaitVersion("1.0.2");
            user.endAfter("1.0.0", "1.0.2");
        }
    }

    private static FunctionJar refusedLibrary(Gate gate) {
        return FunctionJar.bundle("it.steady.library")
                .version("1.0.1")
                .source(framework("BundleContext", ""))
                .source(activatorInterface())
                .source(new FunctionSource("io.funclet.host.soak.library.Library", """
                        package io.funclet.host.soak.library;

                        public class Library {
                            public static String version() {
                                return "1.0.1";
                            }
                        }
                        """))
                .source(new FunctionSource("it.steady.Slow", """
                        package it.steady;

                        import java.nio.file.*;
                        import org.osgi.framework.*;

                        public class Slow implements BundleActivator {
                            public void start(BundleContext context) throws Exception {
                                Path gate = Path.of("%s");
                                Files.createFile(gate.resolve("entered"));
                                while (!Files.exists(gate.resolve("open"))) {
                                    Thread.sleep(5);
                                }
                                throw new IllegalStateException("this library says no");
                            }

                            public void stop(BundleContext context) {}
                        }
                        """.formatted(gate.event())))
                .header("Private-Package", "it.steady")
                .header("Export-Package", "io.funclet.host.soak.library;version=\"1.0\"")
                .header("Bundle-Activator", "it.steady.Slow")
                .build();
    }

    @Test
    void bundlesThatUseEachOthersServices_areReplacedTogether() throws Exception {
        Path directory = workspace.code("mutual");
        FunctionJar.bundle("it.mutual.api")
                .source(mutualInterface())
                .header("Private-Package", "")
                .header("Export-Package", "mutual;version=\"1.0\"")
                .build()
                .deploy(directory, "api.jar");
        for (int update = 0; update < 6; update++) {
            String version = "1.0." + update;
            mutual("mutual1", "mutual2", version).deploy(directory, "first.jar");
            mutual("mutual2", "mutual1", version).deploy(directory, "second.jar");
            awaitAnswer("mutual1", version + " [" + version + "]");
            awaitAnswer("mutual2", version + " [" + version + "]");
        }
    }

    private static FunctionSource mutualInterface() {
        return new FunctionSource("mutual.Text", "package mutual; public interface Text { String text(); }");
    }

    /** A function that answers with its version and with that of the other one's service. */
    private static FunctionJar mutual(String name, String other, String version) {
        return FunctionJar.bundle("it." + name)
                .version(version)
                .source(mutualInterface())
                .source(new FunctionSource("it." + name + ".Offer", """
                        package it.%s;

                        import org.osgi.service.component.annotations.*;

                        @Component(property = "of=%s")
                        public class Offer implements mutual.Text {
                            public String text() {
                                return "%s";
                            }
                        }
                        """.formatted(name, name, version)))
                .component(name, """
                        private final List<mutual.Text> texts = new java.util.concurrent.CopyOnWriteArrayList<>();

                        @Reference(
                                target = "(of=%s)",
                                cardinality = ReferenceCardinality.MULTIPLE,
                                policy = ReferencePolicy.DYNAMIC)
                        public void addText(mutual.Text text) {
                            texts.add(text);
                        }

                        public void removeText(mutual.Text text) {
                            texts.remove(text);
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of("%s " + texts.stream().map(mutual.Text::text).toList());
                        }
                        """.formatted(other, version))
                .header("Private-Package", "it." + name)
                .build();
    }

    @Test
    void functionWhoseServicePropertiesChangeAllTheTime_failsNoCall(@TempDir Path directory) throws Exception {
        Workspace open = Workspace.in(directory);
        Path code = open.code("open");
        restless().deploy(code, "restless.jar");
        try (RuntimeProcess process = RuntimeProcess.in(directory)
                        .start("serve", code.toString(), "--address", "127.0.0.1:" + open.port())
                        .awaitPort(open.port());
                Callers mine = Callers.of(open.port())) {
            long before = Long.parseLong(mine.call("restless", ""));
            long changes = before;
            // A call that met a gap in its function's registration had no function to go to.
            while (changes < before + 500) {
                changes = Long.parseLong(mine.call("restless", ""));
            }
            assertEquals(0, process.terminate());
        }
    }

    /** Changes its properties as long as it is there; answers how often it has. */
    private static FunctionJar restless() {
        return FunctionJar.bundle("it.restless")
                .source(framework(
                        "BundleContext",
                        "<S> ServiceRegistration<S> registerService("
                                + "Class<S> type, S service, java.util.Dictionary<String, ?> properties);"))
                .source(new FunctionSource(
                        "org.osgi.framework.ServiceRegistration",
                        "package org.osgi.framework; public interface ServiceRegistration<S> {"
                                + "void setProperties(java.util.Dictionary<String, ?> properties); }"))
                .source(activatorInterface())
                .source(new FunctionSource("it.restless.Restless", """
                        package it.restless;

                        import io.funclet.api.*;
                        import java.util.*;
                        import org.osgi.framework.*;

                        public class Restless implements BundleActivator {
                            private volatile boolean over;
                            private volatile long changes;
                            private Thread thread;

                            public void start(BundleContext context) {
                                Hashtable<String, Object> properties = new Hashtable<>();
                                properties.put("function.name", "restless");
                                FunctionHandler handler = (event, call) -> Payload.of(Long.toString(changes));
                                ServiceRegistration<FunctionHandler> registration =
                                        context.registerService(FunctionHandler.class, handler, properties);
                                thread = new Thread(() -> {
                                    while (!over) {
                                        properties.put("changes", ++changes);
                                        registration.setProperties(properties);
                                        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                                    }
                                });
                                thread.start();
                            }

                            public void stop(BundleContext context) throws Exception {
                                over = true;
                                thread.join();
                            }
                        }
                        """))
                .header("Private-Package", "it.restless")
                .header("Bundle-Activator", "it.restless.Restless")
                .build();
    }

    @Test
    void singletonBundle_isUpdated() throws Exception {
        Path directory = workspace.code("single");
        for (String version : List.of("1.0.0", "2.0.0", "2.0.1")) {
            FunctionJar.bundle("it.single")
                    .version(version)
                    .function("single", answer(version))
                    .header("Bundle-SymbolicName", "it.single;singleton:=true")
                    .build()
                    .deploy(directory, "fn.jar");
            awaitAnswer("single", version);
        }
    }

    @Test
    void versionThatIsPutBackWhileACallStillRunsOnIt_servesAtOnce() throws Exception {
        Path directory = workspace.code("back");
        FunctionJar first = back("1.0.0");
        first.deploy(directory, "fn.jar");
        awaitAnswer("back", "1.0.0");
        Gate gate = Gate.in(workspace.path());
        Future<byte[]> lasting = callers.begin("back", gate.event(), Await.LONG.multipliedBy(2));
        gate.awaitEntered();
        back("2.0.0").deploy(directory, "fn.jar");
        awaitAnswer("back", "2.0.0");
        first.deploy(directory, "fn.jar");
        awaitAnswer("back", "1.0.0");
        assertTrue(!lasting.isDone() && !gate.wasInterrupted(), "the call must still run");
        gate.open();
        assertEquals("passed", Callers.payload(lasting));
    }

    private static FunctionJar back(String version) {
        return FunctionJar.bundle("it.back")
                .version(version)
                .function("back", "if (event.text().isEmpty()) { " + answer(version) + " }\n" + Gate.HANDLER)
                .build();
    }

    // Authors of functions have no framework on their class path: the names are enough to compile against.

    private static FunctionSource framework(String name, String members) {
        return new FunctionSource(
                "org.osgi.framework." + name,
                "package org.osgi.framework; public interface " + name + " {" + members + "}");
    }

    private static FunctionSource activatorInterface() {
        return framework(
                "BundleActivator",
                "void start(BundleContext context) throws Exception; void stop(BundleContext context) throws Exception;");
    }
}
