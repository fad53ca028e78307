package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.process.RecordedStart.Java;
import io.funclet.host.it.process.RecordedStart.Loaded;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.StartDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private static final int MOST_CLASSES = 4_560;

    /** Beside the JVM's hidden classes, which no archive holds, and the function's own. */
    private static final double LEAST_SHARE_OF_ARCHIVE = 0.95;

    /** Until the first response 610 to 730, by both compilers. */
    private static final int MOST_COMPILED = 760;

    /** One start for all that counts in it. */
    private static final Map<Java, RecordedStart> RECORDED = new EnumMap<>(Java.class);

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

    /** What Java makes once, in milliseconds, and a start can do without. */
    @ParameterizedTest
    @EnumSource
    void start_makesNeitherTimeZonesNorTypesOfFilesNorASecondAllocator(Java java) throws Exception {
        List<String> needless = recorded(java).initialized().stream()
                .filter(name -> name.startsWith("sun/util/calendar/ZoneInfoFile")
                        || name.startsWith("sun/net/www/MimeTable")
                        || name.contains("/AdaptiveByteBufAllocator"))
                .toList();

        assertEquals(List.of(), needless);
    }

    /** The first logger has Java open each jar of the class path. */
    @ParameterizedTest
    @EnumSource
    void port_isBoundBeforeTheFirstLogger(Java java) throws Exception {
        List<String> initialized = recorded(java).initialized();
        int bound = initialized.indexOf("sun/nio/ch/ServerSocketChannelImpl");
        int logged = initialized.indexOf("java/util/logging/LogManager");

        assertTrue(bound > 0 && bound < logged, () -> bound + ", " + logged);
    }

    private RecordedStart recorded(Java java) throws Exception {
        RecordedStart known = RECORDED.get(java);
        if (known != null) {
            return known;
        }
        Start start = new Start(java, "standard");
        RecordedStart.record(start.process, directory);
        try (RuntimeProcess runtime = start.answered()) {
            // Before the stop, whose are not of interest.
            RecordedStart made = RecordedStart.read(directory, runtime.threads());
            assertEquals(0, runtime.terminate());
            RECORDED.put(java, made);
            return made;
        }
    }

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
}
