package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.CompiledLibrary;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Libraries that bundles unpack to files, and load by their paths, as most libraries for many systems do. */
class NativeFilesIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
                    "fixed",
                    "one",
                    "other",
                    "third",
                    "fourth",
                    "random",
                    "beside",
                    "both",
                    "system",
                    "keeping",
                    "resident",
                    "unique")
            .with(start -> start.javaOption(
                    "-Djava.library.path=" + NativeFilesIT.site.path().resolve("system")));

    /** As an operator would: fixed paths are the libraries' own, and stay. */
    @AfterAll
    static void removeWhatFunctionsHaveUnpacked() throws Exception {
        for (String name : List.of("fixed", "shared", "twice", "beside", "keeping")) {
            Path directory = site.path().resolve("tmp").resolve(name);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(directory);
            }
        }
    }

    private static final String TO_A_FIXED_PATH = """
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "%s", "libask.so");
            Files.createDirectories(file.getParent());
            // In place: whoever has mapped the file would see it change.
            Files.write(file, getClass().getResourceAsStream("/libask.so").readAllBytes());
            """;

    private static final String TO_A_NEW_FILE = """
            Path file = Files.createTempFile("ask", ".so");
            Files.write(file, getClass().getResourceAsStream("/libask.so").readAllBytes());
            """;

    private static final String LOAD = "System.load(file.toString());";

    /** A function that answers a number by native code that it unpacks and loads. */
    private static FunctionJar jar(String name, String version, int answer, String load) throws Exception {
        Path file = site.path().resolve("libraries/" + name + version + "/libask.so");
        CompiledLibrary library = CompiledLibrary.of(file, "it." + name + ".Function_" + name, answer);
        return function(name, version, load)
                .header("Include-Resource", library.entry("libask.so"))
                .build();
    }

    private static FunctionJar.Bundle function(String name, String version, String load) {
        return FunctionJar.bundle("it." + name).version(version).component(name, """
                static native int ask();

                @Activate
                void load() throws Exception {
                    %s
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of(Integer.toString(ask()));
                }
                """.formatted(load));
    }

    @Test
    void fixedPath_worksAcrossUpdates_eachWithItsOwnContent() throws Exception {
        Path code = site.code("fixed");
        for (int version = 1; version <= 4; version++) {
            jar("fixed", version + ".0.0", version, TO_A_FIXED_PATH.formatted("fixed") + LOAD)
                    .deploy(code, "fn.jar");
            site.awaitAnswer("fixed", Integer.toString(version));
        }
    }

    @Test
    void fixedPath_worksSideBySide_byWhateverMethod() throws Exception {
        String unpack = TO_A_FIXED_PATH.formatted("shared");
        jar("one", "1.0.0", 1, unpack + "Runtime.getRuntime().load(file.toString());")
                .deploy(site.code("one"), "fn.jar");
        site.awaitAnswer("one", "1");
        jar("other", "1.0.0", 2, unpack + "Runnable later = () -> System.load(file.toString()); later.run();")
                .deploy(site.code("other"), "fn.jar");
        site.awaitAnswer("other", "2");
        jar(
                        "third",
                        "1.0.0",
                        3,
                        unpack
                                + "java.util.function.Consumer<String> load = System::load; load.accept(file.toString());")
                .deploy(site.code("third"), "fn.jar");
        site.awaitAnswer("third", "3");
        String bound =
                "java.util.function.Consumer<String> load = Runtime.getRuntime()::load; load.accept(file.toString());";
        jar("fourth", "1.0.0", 4, unpack + bound).deploy(site.code("fourth"), "fn.jar");
        site.awaitAnswer("fourth", "4");
        assertEquals("1", site.callers().call("one", ""));
    }

    @Test
    void libraryThatIsLoadedTwice_byOneBundle_isLoadedOnce() throws Exception {
        jar("both", "1.0.0", 1, TO_A_FIXED_PATH.formatted("twice") + LOAD + LOAD)
                .deploy(site.code("both"), "fn.jar");
        site.awaitAnswer("both", "1");
    }

    @Test
    void helperBesideALibrary_isFound_fromItsCopy() throws Exception {
        CompiledLibrary helper = CompiledLibrary.helper(site.path().resolve("libraries/helped"), "libhelped.so", 7);
        CompiledLibrary user = helper.user("it.beside.Function_beside");
        String load = """
                Path directory = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "beside"));
                for (String name : List.of("libhelped.so", "libuser.so")) {
                    Files.write(directory.resolve(name), getClass().getResourceAsStream("/" + name).readAllBytes());
                }
                System.load(directory.resolve("libuser.so").toString());
                """;
        for (String version : List.of("1.0.0", "1.0.1")) {
            function("beside", version, load)
                    .header("Include-Resource", helper.entry("libhelped.so") + "," + user.entry("libuser.so"))
                    .build()
                    .deploy(site.code("beside"), "fn.jar");
            site.log().awaitAll("beside/fn.jar", version);
            site.awaitAnswer("beside", "7");
        }
    }

    @Test
    void libraryOfTheSystem_isLoadedByItsName_inEachVersion() throws Exception {
        CompiledLibrary.of(site.path().resolve("system/libinstalled.so"), "it.system.Function_system", 7);
        for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
            function("system", version, "System.loadLibrary(\"installed\");")
                    .build()
                    .deploy(site.code("system"), "fn.jar");
            site.log().awaitAll("system/fn.jar", version, "with system in");
            assertEquals("7", site.callers().call("system", ""));
        }
    }

    @Test
    void versionWhoseNativeCodeKeepsAClass_isSaidToStayInMemory_withTheWayOut() throws Exception {
        Path code = site.code("keeping");
        CompiledLibrary library = CompiledLibrary.keeping(
                site.path().resolve("libraries/keeping/libask.so"), "it.keeping.Function_keeping", 7);
        for (String version : List.of("1.0.0", "2.0.0")) {
            function("keeping", version, TO_A_FIXED_PATH.formatted("keeping") + LOAD)
                    .header("Include-Resource", library.entry("libask.so"))
                    .build()
                    .deploy(code, "fn.jar");
            site.log().awaitAll("keeping/fn.jar", version, "with keeping in");
            assertEquals("7", site.callers().call("keeping", ""));
        }
        site.log()
                .awaitAll(
                        "it.keeping 1.0.0 (keeping/fn.jar) stays in memory, with its native libraries (libask.so)",
                        "global reference",
                        "beside the function");
    }

    @Test
    void libraryThatIsKnownToStay_isSaidBeforehand_byTheDeploymentExplainAndCheck() throws Exception {
        CompiledLibrary known =
                CompiledLibrary.of(site.path().resolve("libraries/libjffi-1.2.so"), "it.resident.Function_resident", 7);
        assertToldToStay("resident", known, "libjffi-1.2.so, and native code of jffi keeps the classes");
        CompiledLibrary unique = CompiledLibrary.withVariable(
                site.path().resolve("libraries/libown.so"), "it.unique.Function_unique", 7);
        assertToldToStay("unique", unique, "libown.so, whose C++ variables are unique (shared)");
    }

    private static void assertToldToStay(String name, CompiledLibrary library, String reason) throws Exception {
        Path jar = function(name, "1.0.0", "")
                .header(
                        "Include-Resource",
                        library.entry(library.file().getFileName().toString()))
                .build()
                .deploy(site.code(name), "fn.jar");
        site.log().awaitAll("deployed " + name + "/fn.jar", "carries " + reason, "Put the library beside the function");
        Operator operator = new Operator(site.path(), site.temporary());
        operator.explain(name + "/fn.jar", "carries " + reason);
        Operator.Said checked = operator.run("check", jar.toString());
        assertTrue(checked.names("would be taken", "carries " + reason), checked::toString);
        assertEquals(0, checked.status(), checked::toString);
    }

    @Test
    void temporaryFile_goesWithItsVersion() throws Exception {
        Path code = site.code("random");
        for (int version = 1; version <= 3; version++) {
            jar("random", version + ".0.0", version, TO_A_NEW_FILE + LOAD).deploy(code, "fn.jar");
            site.awaitAnswer("random", Integer.toString(version));
        }
        Await.until("one file is there", Await.LONG, () -> unpacked().size() == 1, NativeFilesIT::unpacked);
        Files.delete(code.resolve("fn.jar"));
        site.log().await("removed random/fn.jar");
        Await.until("no file is there", Await.LONG, () -> unpacked().isEmpty(), NativeFilesIT::unpacked);
        assertEquals(0, site.log().count("it.random 1.0.0 (random/fn.jar) stays in memory"));
        assertEquals(
                0,
                site.log().lines().stream()
                        .filter(line -> line.contains("random/fn.jar") && line.contains("until the process ends"))
                        .count());
        Path maps = Path.of("/proc", Long.toString(site.runtime().pid()), "maps");
        Await.until(
                "the process has no such library",
                Await.LONG,
                () -> !Files.readString(maps).contains(site.temporary() + "/ask"),
                () -> "it has, in " + maps);
    }

    private static List<String> unpacked() {
        String[] files = site.temporary().toFile().list((directory, name) -> name.startsWith("ask"));
        return List.of(files);
    }
}
