package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where the relative paths of a configuration begin. What it resolves is absolute, yet no link in it is followed: the
 * native mode of the callers mounts by linking, and a link that is set anew must lead to its new target.
 */
public record BaseDirectory(Path path, ConfigProblems problems) {

    /** @return the path, or a placeholder after adding the problem that it is none */
    public Path resolve(String where, String text) {
        try {
            Path resolved = path.resolve(text).toAbsolutePath();
            // Of a link's target, ".." is not the directory that the link is in; without it, normalizing is safe.
            boolean climbs = resolved.toString().contains("..");
            return climbs ? resolved : resolved.normalize();
        } catch (InvalidPathException e) {
            problems.add(where, PrintableText.quoted(text) + " is not a path: " + e.getReason());
            return path;
        }
    }

    /** Resolves, and adds a problem unless there is a directory whose files can be listed and opened. */
    public Path directory(String where, String text) {
        Path directory = resolve(where, text);
        check(where, text, directory, "a directory", Files.isDirectory(directory), Files.isExecutable(directory));
        return directory;
    }

    /** Resolves, and adds a problem unless there is a file that can be read. */
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

    /** The first directory on the way to a path that may not be entered; empty if none is found. */
    private static String closed(Path path) {
        for (Path above = path.getRoot(); above != null && !above.equals(path); above = next(above, path)) {
            if (Files.isDirectory(above) && !Files.isExecutable(above)) {
                return ", who may not enter " + PrintableText.printable(above.toString());
            }
        }
        return "";
    }

    private static Path next(Path above, Path path) {
        return path.getRoot().resolve(path.subpath(0, above.getNameCount() + 1));
    }
}
