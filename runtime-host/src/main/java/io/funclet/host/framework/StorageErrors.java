package io.funclet.host.framework;

import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.util.Optional;

/**
 * Collects Felix's messages about files that it cannot write, on one thread. Felix throws most of them, too. But if it
 * cannot unpack a bundle's inner jar or native library, it only logs that, and never tries again. Used by the thread
 * that created it.
 */
public final class StorageErrors implements AutoCloseable {

    private static final ThreadLocal<StorageErrors> LISTENING = new ThreadLocal<>();

    /** Felix has no exception where {@link java.io.File} gave none. */
    private static final String NO_DIRECTORY = "Unable to create";

    /** The first one; {@code null} if there was none. */
    private String words;

    private StorageErrors() {}

    /** Listens, until it is closed, instead of the log: the caller can report more. */
    public static StorageErrors listen() {
        StorageErrors trouble = new StorageErrors();
        LISTENING.set(trouble);
        return trouble;
    }

    /** Receives what Felix is about to log. Returns whether a listener has taken it. */
    static boolean isHeard(String message, Throwable thrown) {
        StorageErrors listening = LISTENING.get();
        if (listening == null) {
            return false;
        }
        String words = words(message, thrown);
        listening.words = listening.words == null ? words : listening.words;
        return words != null;
    }

    /** {@code null} if it is about something else. */
    private static String words(String message, Throwable thrown) {
        if (thrown == null) {
            return message.contains(NO_DIRECTORY) ? message : null;
        }
        return thrown instanceof IOException
                ? FileErrorText.words(thrown)
                : FileErrorText.wantOfRoom(thrown.toString()).orElse(null);
    }

    /** The first message, in the words of the system, on one line; empty if there was none. */
    public Optional<String> words() {
        return Optional.ofNullable(words);
    }

    @Override
    public void close() {
        LISTENING.remove();
    }
}
