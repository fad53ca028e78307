package io.funclet.host.it.runtime;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * How a process is started by a user whom permissions limit: they do not limit {@code root}, who may run the tests.
 *
 * @param command what is put before its command
 * @param user the number of the user; 0 for the one that runs the tests
 */
record Unprivileged(List<String> command, int user) {

    /** The one that runs the tests. */
    static final Unprivileged NOBODY_ELSE = new Unprivileged(List.of(), 0);

    /** By convention, that of the user {@code nobody}. */
    private static final int NOBODY = 65534;

    /** Such a user, who owns a directory with all that is in it. Skips the test where that user cannot run Java. */
    static Unprivileged of(Path directory) throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            return NOBODY_ELSE;
        }
        Unprivileged nobody = new Unprivileged(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
        nobody.requireJava();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                nobody.own(path);
            }
        }
        return nobody;
    }

    /** A Java in the home directory of {@code root}, say, is out of this user's reach. */
    private void requireJava() throws Exception {
        List<String> java = new ArrayList<>(command);
        java.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-version"));
        Process process = new ProcessBuilder(java)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(process.waitFor() == 0, "a user without rights cannot run " + java);
    }

    /**
     * The launcher to start: a copy of the distribution in a directory of the user's. The checkout may be below a directory
     * that only its owner may enter.
     */
    Path launcher(Path launcher, Path directory) throws Exception {
        if (user == 0) {
            return launcher;
        }
        Path copy = Files.createDirectories(directory.resolve("installation"));
        Path home = launcher.getParent().getParent();
        // The user may read it, whatever the umask of the build and of the tests is.
        String copying = "cp -r \"$1/bin\" \"$1/lib\" \"$2\" && chmod -R a+rX \"$2\"";
        Process process = new ProcessBuilder("sh", "-c", copying, "sh", home.toString(), copy.toString())
                .inheritIO()
                .start();
        Assertions.assertEquals(0, process.waitFor(), "cp of the distribution");
        return copy.resolve("bin/funclet");
    }

    /** Gives a file to the user. */
    void own(Path path) throws IOException {
        if (user != 0) {
            Files.setAttribute(path, "unix:uid", user);
        }
    }
}
