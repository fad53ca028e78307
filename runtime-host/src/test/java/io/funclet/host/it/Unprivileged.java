package io.funclet.host.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a process is started as somebody whom permissions concern, which they do not if tests run as {@code root}.
 *
 * @param command what is put before its command
 * @param user the number of the user; 0 for the one that runs the tests
 */
record Unprivileged(List<String> command, int user) {

    /** The one that runs the tests. */
    static final Unprivileged NOBODY_ELSE = new Unprivileged(List.of(), 0);

    /** By convention, that of nobody. */
    private static final int NOBODY = 65534;

    /** Such a user, who owns a directory with all that is in it. */
    static Unprivileged of(Path directory) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return NOBODY_ELSE;
        }
        Unprivileged nobody = new Unprivileged(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                nobody.own(path);
            }
        }
        return nobody;
    }

    /** Gives a file to the user. */
    void own(Path path) throws IOException {
        if (user != 0) {
            Files.setAttribute(path, "unix:uid", user);
        }
    }
}
