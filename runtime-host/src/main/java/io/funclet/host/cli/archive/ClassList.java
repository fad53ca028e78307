package io.funclet.host.cli.archive;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has Java 17 make one archive of the classes that a runtime has listed, those of the JDK among them. What it makes at the
 * end of a run instead stands above the JDK's own archive, of which a start needs half, but all of the pages.
 */
public final class ClassList {

    /** Newer ones have objects of the heap in their own archive, which a start would miss. */
    public static final int JAVA = 17;

    private ClassList() {}

    /**
     * Makes the archive, if that is possible.
     *
     * @param list names of classes, as the JVM writes them
     * @param archive the file to be made
     * @throws IOException if there is no JVM to make it; says what the JVM said if it made none
     */
    public static void dump(Path list, Path archive) throws IOException, InterruptedException {
        Path said = list.resolveSibling("dump.log");
        Process dump = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive,
                        "-cp",
                        // As the launcher names it: the archive fits no other.
                        System.getProperty("java.class.path")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(said.toFile()))
                .start();
        int status = dump.waitFor();
        if (status != 0) {
            throw new IOException("the JVM made no archive, and ended with status " + status + ": "
                    + Files.readString(said).strip());
        }
    }
}
