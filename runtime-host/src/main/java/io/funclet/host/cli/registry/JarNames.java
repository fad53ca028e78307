package io.funclet.host.cli.registry;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Which names jars may have in an artifact: those that a code directory reads, and that lead nowhere else. */
final class JarNames {

    private static final int MOST_BYTES = 255;

    private JarNames() {}

    static boolean isJar(String title) {
        return title != null && title.toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    /** What is wrong with the name of a jar; empty if nothing is. */
    static Optional<String> fault(String name) {
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return Optional.of("is a path, and a code directory has no folders");
        }
        if (name.startsWith(".")) {
            return Optional.of("begins with a dot, so that no code directory reads it");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("has a control character");
        }
        try {
            return Path.of(name).toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                    ? Optional.of("has more than " + MOST_BYTES + " bytes")
                    : Optional.empty();
        } catch (InvalidPathException none) {
            return Optional.of("is no name of a file here: " + none.getReason());
        }
    }
}
