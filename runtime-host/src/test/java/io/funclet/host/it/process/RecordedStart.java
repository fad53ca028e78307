package io.funclet.host.it.process;

import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the JVM's log says of a start.
 *
 * @param classes in the order in which they were loaded
 * @param initialized the names with slashes of the classes, in the order in which they were initialized
 * @param compiled the methods that were compiled, by both compilers
 * @param threads the names of the threads after it
 */
record RecordedStart(List<Loaded> classes, List<String> initialized, List<String> compiled, List<String> threads) {

    private static final Pattern LOADED = Pattern.compile("\\] ?(\\S+) source: (.*)$");

    private static final Pattern INITIALIZED = Pattern.compile("\\d Initializing '([^']+)'");

    private static final Pattern COMPILED = Pattern.compile(" [1-4] +(\\S+)( @ \\S+)? \\(\\d+ bytes\\) *$");

    /** The Java of the build, and the one that the launcher takes by itself: the build has made an archive for both. */
    enum Java {
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

    /** A class and where it came from. */
    record Loaded(String name, String source) {

        boolean isArchived() {
            return source.startsWith("shared objects file");
        }

        /** Lambda forms and hidden classes are made as the process goes, and the function is not part of Funclet. */
        boolean couldBeArchived() {
            return !name.contains("/0x") && !name.contains("$$") && !name.startsWith("it.start.");
        }
    }

    /** Has the process write these logs into a directory. */
    static void record(RuntimeStart process, Path directory) {
        process.javaOption("-Xlog:class+load:file=" + directory.resolve("classes.log") + "::filecount=0");
        process.javaOption("-Xlog:class+init:file=" + directory.resolve("initialized.log") + "::filecount=0");
        process.javaOption("-Xlog:jit+compilation=debug:file=" + directory.resolve("compiled.log") + "::filecount=0");
    }

    static RecordedStart read(Path directory, List<String> threads) throws IOException {
        return new RecordedStart(
                matches(LOADED, directory.resolve("classes.log"))
                        .map(found -> new Loaded(found.group(1), found.group(2)))
                        .toList(),
                matches(INITIALIZED, directory.resolve("initialized.log"))
                        .map(found -> found.group(1))
                        .toList(),
                matches(COMPILED, directory.resolve("compiled.log"))
                        .map(found -> found.group(1))
                        .toList(),
                threads);
    }

    private static Stream<MatchResult> matches(Pattern pattern, Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .flatMap(line -> pattern.matcher(line).results());
    }
}
