package io.funclet.host.cli.archive;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes one archive of the classes that a runtime on Java 17 has listed, including those of the JDK. An archive made at
 * the end of a run would extend the JDK's own one, of which a start needs half the classes but all pages.
 */
public final class ClassList {

    /** Newer ones have heap objects in the JDK's archive, which a start needs. */
    public static final int JAVA = 17;

    private ClassList() {}

    /**
     * Makes the archive.
     *
     * @param list names of classes, as the JVM writes them
     * @param archive the file to write
     * @throws IOException with the output of the JVM if it made none
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
                        // The class path of the launcher: the archive fits no other.
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
