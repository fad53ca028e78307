package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Resolves relative paths of a configuration. Results are absolute, but links are not followed: native mode mounts by
 * links, and a changed link must lead to its new target.
 */
public record BaseDirectory(Path path, ConfigProblems problems) {

    /** The path, or a placeholder after adding the problem that it is none. */
    public Path resolve(String where, String text) {
        try {
            Path resolved = path.resolve(text).toAbsolutePath();
            // For a link, ".." means the parent of its target, so normalizing is only safe without it.
            boolean climbs = resolved.toString().contains("..");
            return climbs ? resolved : resolved.normalize();
        } catch (InvalidPathException e) {
            problems.add(where, PrintableText.quoted(text) + " is not a path: " + e.getReason());
            return path;
        }
    }

    /** Resolves the path. Adds a problem unless it is a directory with readable files. */
    public Path directory(String where, String text) {
        Path directory = resolve(where, text);
        check(where, text, directory, "a directory", Files.isDirectory(directory), Files.isExecutable(directory));
        return directory;
    }

    /** Resolves the path. Adds a problem unless it is a readable file. */
    public Path file(String where, String text) {
        Path file = resolve(where, text);
        check(where, text, file, "a file", Files.isRegularFile(file), true);
        return file;
    }

    private void check(String where, String text, Path found, String kind, boolean isKind, boolean canEnter) {
        String named = PrintableText.quoted(text)
                + (found.toString().equals(text) ? "" : " (" + PrintableText.printable(found.toString()) + ")");
        if (Files.notExists(found)) {
            problems.add(where, named + " does not exist");
        } else if (!Files.exists(found)) {
            problems.add(where, named + " cannot be reached by this user" + closed(found));
        } else if (!isKind) {
            problems.add(where, named + " is not " + kind);
        } else if (!Files.isReadable(found) || !canEnter) {
            problems.add(where, named + " is not readable for this user");
        }
    }

    /** The first directory of a path that this user may not enter; empty if none is found. */
    private static String closed(Path path) {
        for (int names = 0; names < path.getNameCount(); names++) {
            Path above = names == 0 ? path.getRoot() : path.getRoot().resolve(path.subpath(0, names));
            if (Files.isDirectory(above) && !Files.isExecutable(above)) {
                return ", who may not enter " + PrintableText.printable(above.toString());
            }
        }
        return "";
    }
}
