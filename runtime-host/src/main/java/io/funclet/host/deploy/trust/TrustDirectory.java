package io.funclet.host.deploy.trust;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A trust directory, as it is at each look. Thread-safe. */
final class TrustDirectory {

    private static final Logger LOG = Logger.getLogger(TrustDirectory.class.getName());

    private final Path path;

    /** Its files when they were last read; empty before. */
    @GuardedBy("this")
    private Map<Path, FileIdentity> seen = Map.of();

    /** What it had when it could last be read; {@code null} before. */
    @GuardedBy("this")
    private TrustStore store;

    /** Why it cannot be used now; empty if it can. */
    @GuardedBy("this")
    private String fault = "";

    TrustDirectory(Path path) {
        this.path = path;
    }

    /**
     * Its present content.
     *
     * @throws IOException if it cannot be used now; the message says why
     */
    synchronized TrustStore current() throws IOException {
        look();
        if (!fault.isEmpty()) {
            throw new IOException(fault);
        }
        return store;
    }

    /** What it had when it could last be used, without a look; {@code null} if it never could. */
    synchronized TrustStore last() {
        return store;
    }

    /** Reads it anew if it has changed. */
    synchronized void look() {
        try {
            Map<Path, FileIdentity> now = identities();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            TrustStore read = TrustStoreReader.read(path);
            if (!identities().equals(now)) {
                // It is being written: the next look finds it whole.
                seen = Map.of();
            }
            store = read;
            if (!fault.isEmpty()) {
                LOG.info("the trust directory " + path + " can be used again");
            }
            fault = "";
        } catch (IOException unusable) {
            String reason = "the trust directory " + path + " cannot be used: " + FileErrorText.words(unusable);
            if (!reason.equals(fault)) {
                LOG.log(Level.WARNING, reason + "; no new jar is trusted until that is mended");
            }
            fault = reason;
        }
    }

    /** With that of itself, which changes if there are fewer. */
    private Map<Path, FileIdentity> identities() throws IOException {
        Map<Path, FileIdentity> identities = new HashMap<>();
        try (Stream<Path> files = Files.walk(path.toRealPath(), 2)) {
            files.forEach(file -> identities.put(file, FileIdentity.of(file)));
        }
        return identities;
    }
}
