package io.funclet.host.storage;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Explains why a file cannot be used, without its path, so that equal failures have equal texts. */
public final class FileErrorText {

    /** The system's message for a full disk. */
    public static final String NO_SPACE = "No space left on device";

    /** The system's messages for temporary failures: no blocks or inodes, a quota, the limit of open files. */
    private static final List<String> WANT_OF_ROOM = List.of(NO_SPACE, "Disk quota exceeded", "Too many open files");

    private FileErrorText() {}

    /** The system's message for missing room in the text of any exception: some wrappers keep only the text. */
    public static Optional<String> wantOfRoom(String said) {
        return WANT_OF_ROOM.stream().filter(said::contains).findFirst();
    }

    /** The system's message in an exception, as a phrase on one line. */
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
