package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.jar.FileIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * What was taken back in one code directory, by file name. It is in a file, which another process may have, too, during an
 * upgrade. Any thread.
 */
final class TakenBackList {

    private static final Logger LOG = Logger.getLogger(TakenBackList.class.getName());

    private final Path file;

    @GuardedBy("this")
    private final Properties lines = new Properties();

    /** The file when it was last read or written; {@code null} before. */
    @GuardedBy("this")
    private FileIdentity known;

    TakenBackList(Path file) {
        this.file = file;
        read();
    }

    /** Reads the file, if another process has written it. */
    private synchronized void read() {
        FileIdentity now = identity();
        if (now.equals(known)) {
            return;
        }
        known = now;
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
            lines.clear();
            lines.putAll(read);
        } catch (NoSuchFileException none) {
            // Nothing was taken back yet, or that cannot be written.
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warning("what was taken back is not known, because " + file + " cannot be read: " + unreadable);
        }
    }

    private FileIdentity identity() {
        return FileIdentity.of(file.getParent(), file.getFileName().toString());
    }

    synchronized void put(String fileName, TakenBack content) throws IOException {
        read();
        lines.setProperty(fileName, content.text());
        write();
    }

    synchronized void remove(String fileName) throws IOException {
        read();
        if (lines.remove(fileName) != null) {
            write();
        }
    }

    @GuardedBy("this")
    private void write() throws IOException {
        Properties written = lines;
        Files.createDirectories(file.getParent());
        WholeFile.replace(file, unfinished -> {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                written.store(writer, "Versions that Funclet has taken back, by file");
            }
        });
        known = identity();
    }

    /** What was taken back of a file; {@code null} if nothing was. */
    synchronized TakenBack get(String fileName) {
        read();
        String line = lines.getProperty(fileName);
        return line == null ? null : TakenBack.read(line).orElse(null);
    }

    synchronized List<TakenBack> all() {
        read();
        return lines.values().stream()
                .flatMap(line -> TakenBack.read(line.toString()).stream())
                .toList();
    }
}
