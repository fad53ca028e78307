package io.funclet.host.storage;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Why a file cannot be used, without its path: said again and again, equal failures read alike. */
public final class FileErrorText {

    /** The system's words for a disk that is full. */
    public static final String NO_SPACE = "No space left on device";

    /** The system's words, which Java hands on, for what passes: no blocks or inodes, a quota, the limit of open files. */
    private static final List<String> WANT_OF_ROOM = List.of(NO_SPACE, "Disk quota exceeded", "Too many open files");

    private FileErrorText() {}

    /**
     * Whether it says that there is no room now, wherever it comes from: some who hand it on keep no more than its text.
     *
     * @param said what was thrown, as text
     * @return the words for that; empty if it says something else
     */
    public static Optional<String> wantOfRoom(String said) {
        return WANT_OF_ROOM.stream().filter(said::contains).findFirst();
    }

    /**
     * The system's own words.
     *
     * @param failure what was thrown
     * @return a phrase on one line
     */
    public static String words(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException named) {
            return named.getReason() == null ? named.getClass().getSimpleName() : named.getReason();
        }
        // As java.io writes it: "PATH (REASON)".
        int reason = message.lastIndexOf(" (");
        return failure instanceof FileNotFoundException && reason > 0 && message.endsWith(")")
                ? message.substring(reason + 2, message.length() - 1)
                : message;
    }
}
