package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.directory.History;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.PastChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How the changes of one code directory ended, in a file that only grows, and loses its older half when it is large. Any
 * thread.
 *
 * <p>A line has fields with tabs between them: seven, and then those with a name. Funclet skips names that it does not
 * know, so that a later version can add some.
 */
public final class ChangeJournal {

    private static final Logger LOG = Logger.getLogger(ChangeJournal.class.getName());

    static final long MOST_BYTES = 1 << 20;

    /** The digest of a larger file that does not serve would keep its deployment waiting, and is of no use. */
    static final long MOST_DIGESTED = 64L << 20;

    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 7;
    private static final String SIGNER = "signer=";
    private static final String TOOK = "took=";

    private final Path file;

    /** The oldest first; {@code null} before someone has asked for them. */
    @GuardedBy("this")
    private Deque<PastChange> last;

    @GuardedBy("this")
    private boolean complained;

    ChangeJournal(Path file) {
        this.file = file;
    }

    /**
     * Adds a change. Logs what prevents that.
     *
     * @param jar what has changed; need not be there
     */
    synchronized void add(Outcome outcome, Path jar) {
        String known = outcome.origin().digest();
        String digest = known.isEmpty() ? digest(jar, outcome.isBad()) : known;
        PastChange change = PastChange.of(outcome, digest);
        if (last != null) {
            last.addLast(change);
            if (last.size() > History.MOST) {
                last.removeFirst();
            }
        }
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                loseOlderHalf();
            }
            String line = endsInALine() ? line(change) : "\n" + line(change);
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            LOG.log(complained ? Level.FINE : Level.WARNING, "the history is not kept in " + file + ": " + failed);
            complained = true;
        }
    }

    @GuardedBy("this")
    private void loseOlderHalf() throws IOException {
        List<String> lines = lines();
        WholeFile.replace(file, shorter -> Files.write(shorter, lines.subList(lines.size() / 2, lines.size())));
    }

    /** Not after a full disk, or a power failure. */
    @GuardedBy("this")
    private boolean endsInALine() throws IOException {
        if (Files.notExists(file) || Files.size(file) == 0) {
            return true;
        }
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "r")) {
            written.seek(written.length() - 1);
            return written.read() == '\n';
        }
    }

    /** Also those that are no text: one damaged line must not cost the others. */
    @GuardedBy("this")
    private List<String> lines() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static String line(PastChange change) {
        String functions = String.join(",", new TreeSet<>(change.functions()));
        return String.join(
                        SEPARATOR,
                        change.at().toString(),
                        change.kind().name(),
                        inOneField(change.file()),
                        inOneField(change.bundle()),
                        inOneField(functions),
                        change.digest(),
                        inOneField(change.reason()),
                        SIGNER + inOneField(change.signer()),
                        TOOK + change.took().toMillis())
                + "\n";
    }

    private static String inOneField(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** The oldest first. Damaged lines are left out. */
    public synchronized List<PastChange> read() {
        List<PastChange> changes = new ArrayList<>();
        try {
            for (String line : lines()) {
                String[] fields = line.split(SEPARATOR, -1);
                if (fields.length >= FIELDS) {
                    add(changes, fields);
                }
            }
        } catch (NoSuchFileException none) {
            // Nothing has changed yet.
        } catch (IOException unreadable) {
            LOG.warning("the history cannot be read from " + file + ": " + unreadable);
        }
        return changes;
    }

    /** The last ones, the oldest first. Reads the file once, and then remembers them. */
    public synchronized List<PastChange> last() {
        if (last == null) {
            List<PastChange> all = read();
            last = new ArrayDeque<>(all.subList(Math.max(0, all.size() - History.MOST), all.size()));
        }
        return List.copyOf(last);
    }

    private static void add(List<PastChange> changes, String[] fields) {
        try {
            String took = named(TOOK, fields);
            changes.add(new PastChange(
                    Instant.parse(fields[0]),
                    Outcome.Kind.valueOf(fields[1]),
                    fields[2],
                    fields[3],
                    fields[4].isEmpty() ? Set.of() : Set.of(fields[4].split(",")),
                    fields[5],
                    fields[6],
                    named(SIGNER, fields),
                    took.isEmpty() ? null : Duration.ofMillis(Long.parseLong(took))));
        } catch (DateTimeException | IllegalArgumentException damaged) {
            LOG.log(Level.FINE, "a line of the history is damaged", damaged);
        }
    }

    private static String named(String name, String[] fields) {
        for (int i = FIELDS; i < fields.length; i++) {
            if (fields[i].startsWith(name)) {
                return fields[i].substring(name.length());
            }
        }
        return "";
    }

    private static String digest(Path jar, boolean isRejected) {
        // Opening a pipe would wait for a writer.
        if (!Files.isRegularFile(jar) || isRejected && jar.toFile().length() > MOST_DIGESTED) {
            return "";
        }
        try (InputStream in = Files.newInputStream(jar);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return "sha256:"
                    + HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException gone) {
            return "";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has it", impossible);
        }
    }
}
