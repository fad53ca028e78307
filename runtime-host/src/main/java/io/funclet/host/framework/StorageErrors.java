package io.funclet.host.framework;

import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.util.Optional;

/**
 * What Felix has to say, on this thread, of files that it cannot write. Most of it is thrown too. But what Felix cannot
 * unpack of a bundle, jars on its class path and native libraries, it only logs: it goes on without, and never tries
 * again. Used by the thread that has made it.
 */
public final class StorageErrors implements AutoCloseable {

    private static final ThreadLocal<StorageErrors> LISTENING = new ThreadLocal<>();

    /** Where Felix has no exception, because {@link java.io.File} gave none. */
    private static final String NO_DIRECTORY = "Unable to create";

    /** The first one; {@code null} if there was none. */
    private String words;

    private StorageErrors() {}

    /**
     * Listens, until it is closed, instead of the log: whoever listens knows better what to say.
     *
     * @return what listens
     */
    public static StorageErrors listen() {
        StorageErrors trouble = new StorageErrors();
        LISTENING.set(trouble);
        return trouble;
    }

    /** Felix is about to log something. Returns whether somebody listens for it. */
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

    /**
     * What it was, in the words of the system.
     *
     * @return a phrase on one line; empty if nothing was said
     */
    public Optional<String> words() {
        return Optional.ofNullable(words);
    }

    @Override
    public void close() {
        LISTENING.remove();
    }
}
