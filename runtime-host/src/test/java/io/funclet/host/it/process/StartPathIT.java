package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.StartDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a start costs, as far as it can be counted: threads, classes and jars up to the first answer, of a runtime that
 * openedge 0.1.0 has started. Who adds to it on purpose raises the bound, and thereby says so.
 */
@BeginsFirst
class StartPathIT extends StartDirectory {

    /** The smallest container of the contract has 20. Java 25 has one thread that Java 17 can do without. */
    private static final int MOST_THREADS_SMALL = 20;

    /** Two for the events of directories, one for C2, a second event loop, one for finalizers, one that trims malloc. */
    private static final int MOST_THREADS_STANDARD = 26;

    /** A dozen depend on how long the run takes that makes the archive: some work begins five seconds after a start. */
    private static final int MOST_CLASSES = 4_660;

    /** Beside the JVM's hidden classes, which no archive holds, and the function's own. */
    private static final double LEAST_SHARE_OF_ARCHIVE = 0.95;

    /** Until the first response 610 to 730, by both compilers. */
    private static final int MOST_COMPILED = 760;

    private static final Pattern LOADED = Pattern.compile("\\] ?(\\S+) source: (.*)$");

    private static final Pattern COMPILED = Pattern.compile(" [1-4] +(\\S+)( @ \\S+)? \\(\\d+ bytes\\) *$");

    /** One start for all that counts in it. */
    private static final Map<Java, Recording> RECORDED = new EnumMap<>(Java.class);

    /** The Java of the build, and the one that the launcher takes by itself: the build has made an archive for both. */
    private enum Java {
        OF_THE_BUILD,
        OF_THE_LAUNCHER;

        /** From Java 25 on at once, before anything runs; before Java 25, each class when it is needed. */
        boolean loadsAllOfItsArchive() {
            return this == OF_THE_LAUNCHER && hasCache()
                    || this == OF_THE_BUILD && Runtime.version().feature() >= 25;
        }

        private static boolean hasCache() {
            String[] caches = RuntimeProcess.distribution()
                    .resolve("archive")
                    .toFile()
                    .list((directory, name) -> name.endsWith(".aot"));
            return caches.length > 0;
        }

        RuntimeStart apply(RuntimeStart start) {
            return this == OF_THE_BUILD ? start.javaHome(Path.of(System.getProperty("java.home"))) : start;
        }
    }

    /** A second run counts anew. */
    @AfterAll
    static void forget() {
        RECORDED.clear();
    }

    @ParameterizedTest
    @EnumSource
    void smallProfile_takesFewThreads(Java java) throws Exception {
        try (RuntimeProcess runtime = new Start(java, "small").answered()) {
            List<String> threads = runtime.threads();

            assertTrue(threads.size() <= MOST_THREADS_SMALL, () -> threads.size() + " threads: " + threads);
            assertEquals(0, runtime.terminate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void standardProfile_takesFewThreads(Java java) throws Exception {
        List<String> threads = recorded(java).threads();

        assertTrue(threads.size() <= MOST_THREADS_STANDARD, () -> threads.size() + " threads: " + threads);
    }

    @ParameterizedTest
    @EnumSource
    void start_compilesFewMethods(Java java) throws Exception {
        List<String> compiled = recorded(java).compiled();

        assertTrue(compiled.size() > MOST_COMPILED / 2, compiled::toString);
        assertTrue(compiled.size() <= MOST_COMPILED, () -> compiled.size() + " methods: " + compiled);
    }

    @ParameterizedTest
    @EnumSource
    void start_loadsFewClasses_andAlmostAllFromTheArchive(Java java) throws Exception {
        List<Loaded> classes = recorded(java).classes();

        assertTrue(classes.size() <= MOST_CLASSES, () -> classes.size() + " classes");
        List<Loaded> coverable =
                classes.stream().filter(Loaded::couldBeArchived).toList();
        List<Loaded> others =
                coverable.stream().filter(loaded -> !loaded.isArchived()).toList();
        assertTrue(
                others.size() <= coverable.size() * (1 - LEAST_SHARE_OF_ARCHIVE),
                () -> others.size() + " of " + coverable.size() + " classes are not from the archive: " + others);
    }

    @ParameterizedTest
    @EnumSource
    void start_loadsNothingOfTheCommandLineOfYamlOfTheWebOfAsmForMistakesOrDepartures(Java java) throws Exception {
        List<String> needless = recorded(java).classes().stream()
                .filter(loaded -> !(java.loadsAllOfItsArchive() && loaded.isArchived()))
                .map(Loaded::name)
                .filter(name -> name.startsWith("picocli.")
                        || name.startsWith("org.snakeyaml.")
                        // No archive can hold it: it is compiled for Java 5.
                        || name.startsWith("org.objectweb.asm.")
                        // What equals and hashCode of a record are put together with.
                        || name.equals("java.lang.runtime.ObjectMethods")
                        || name.startsWith("io.prometheus.")
                        || name.startsWith("org.apache.felix.cm.")
                        || name.startsWith("io.funclet.host.cli.")
                        || name.startsWith("io.funclet.host.web.")
                        || name.startsWith("io.funclet.host.deploy.leftover.")
                        || name.startsWith("io.funclet.host.deploy.trust.")
                        || name.startsWith("io.funclet.host.config.TrustConfig")
                        || name.startsWith("io.funclet.host.typed.")
                        || name.equals("io.funclet.host.framework.guard.Settings")
                        || name.equals("io.funclet.host.framework.guard.Providers")
                        || name.equals("io.funclet.host.config.source.DidYouMean")
                        || name.equals("io.funclet.host.config.source.UnknownKeys")
                        || name.equals("io.funclet.host.config.source.HandlerSyntax")
                        || name.startsWith("io.funclet.host.call.quota.")
                        || name.startsWith("io.funclet.host.config.quota.")
                        || name.contains("Tenant")
                        || name.matches("io\\.funclet\\.host\\.(deploy\\.rollout\\.(?!Rollouts)|call\\.compare\\.).*")
                        || name.startsWith("io.funclet.proto."))
                .toList();

        assertEquals(List.of(), needless);
    }

    private Recording recorded(Java java) throws Exception {
        Recording known = RECORDED.get(java);
        if (known != null) {
            return known;
        }
        Start start = new Start(java, "standard");
        Path loaded = directory.resolve("classes.log");
        Path compiled = directory.resolve("compiled.log");
        start.process.javaOption("-Xlog:class+load:file=" + loaded + "::filecount=0");
        start.process.javaOption("-Xlog:jit+compilation=debug:file=" + compiled + "::filecount=0");
        try (RuntimeProcess runtime = start.answered()) {
            // Before the stop, whose are not of interest.
            Recording made = new Recording(
                    matches(LOADED, loaded)
                            .map(found -> new Loaded(found.group(1), found.group(2)))
                            .toList(),
                    matches(COMPILED, compiled).map(found -> found.group(1)).toList(),
                    runtime.threads());
            assertEquals(0, runtime.terminate());
            RECORDED.put(java, made);
            return made;
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .flatMap(line -> pattern.matcher(line).results());
    }

    private record Recording(List<Loaded> classes, List<String> compiled, List<String> threads) {}

    /** A start as openedge 0.1.0 does it, with the sample's function. */
    private final class Start {

        private final int port = RuntimeProcess.freePort();
        private final RuntimeStart process;

        Start(Java java, String profile) throws IOException {
            process = java.apply(RuntimeProcess.in(directory))
                    .withBothCompilers()
                    .waitDivisor(1)
                    .environment("FUNCLET_PROFILE", profile);
        }

        /** The process, after its first answer. */
        RuntimeProcess answered() throws Exception {
            Path code = Files.createDirectories(directory.resolve("code"));
            ECHO.deploy(code, "echo.jar");
            RuntimeProcess runtime = process.start("-c", """
                    {"name": "start", "server": {"address": "127.0.0.1:%d"}, "logger": {"path": "start.log"},
                     "function": {"name": "echo", "handler": "echo", "codedir": "code"}}""".formatted(port));
            try (Callers callers = Callers.of(port)) {
                assertEquals("first", callers.call(Generation.G1, "echo", "first"));
                assertEquals(List.of(), runtime.err());
                return runtime;
            } catch (Throwable failure) {
                runtime.close();
                throw failure;
            }
        }
    }

    private record Loaded(String name, String source) {

        boolean isArchived() {
            return source.startsWith("shared objects file");
        }

        /** Lambda forms and hidden classes are made as the process goes, and the function is not part of Funclet. */
        boolean couldBeArchived() {
            return !name.contains("/0x") && !name.contains("$$") && !name.startsWith("it.start.");
        }
    }
}
