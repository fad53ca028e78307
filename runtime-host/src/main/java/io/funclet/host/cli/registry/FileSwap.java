package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.OciJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes several files of a directory: all of them or none. A journal says what was there before. If the process is killed
 * in between, {@link #recover} puts that back.
 *
 * @param directory whose files change
 * @param work a directory of the same file system
 */
record FileSwap(Path directory, Path work) {

    /** Held while files change. The hook takes it, so that a signal does not come in between. */
    private static final Object CHANGING = new Object();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            synchronized (CHANGING) {
                                // The change is done.
                            }
                        },
                        "pull"));
    }

    /** The names of all files that change. */
    private record Journal(List<String> names) {}

    private Path journal() {
        return work.resolve("undo.json");
    }

    private Path former() {
        return work.resolve("undo");
    }

    /**
     * Renames and deletes.
     *
     * @param put complete files, by the names that they get
     * @param removed names of files to delete
     * @throws IOException if something fails: then all files are as they were
     */
    void apply(Map<String, Path> put, Collection<String> removed) throws IOException {
        List<String> names = new ArrayList<>(put.keySet());
        names.addAll(removed);
        Files.createDirectories(former());
        for (String name : names) {
            keep(name);
        }
        for (Path file : put.values()) {
            sync(file);
        }
        write(journal(), OciJson.write(new Journal(names)));
        synchronized (CHANGING) {
            try {
                for (Map.Entry<String, Path> file : put.entrySet()) {
                    Files.move(file.getValue(), directory.resolve(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
                }
                for (String name : removed) {
                    Files.deleteIfExists(directory.resolve(name));
                }
                Files.delete(journal());
            } catch (IOException | RuntimeException failed) {
                try {
                    recover();
                } catch (IOException again) {
                    failed.addSuppressed(again);
                }
                throw failed;
            }
        }
        forget();
    }

    /** A second link costs no room. Where there are no links, a copy serves. */
    private void keep(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createLink(former().resolve(name), file);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(file, former().resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Puts back what a change has left that did not come to its end. Does nothing without one. */
    void recover() throws IOException {
        if (Files.exists(journal())) {
            for (String name : OciJson.read(
                            Files.readAllBytes(journal()),
                            Journal.class,
                            journal().toString())
                    .names()) {
                Path kept = former().resolve(name);
                if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(kept, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(directory.resolve(name));
                }
            }
            Files.delete(journal());
        }
        forget();
    }

    private void forget() throws IOException {
        if (Files.isDirectory(former())) {
            try (Stream<Path> kept = Files.list(former())) {
                for (Path file : kept.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(former());
        }
    }

    /** By rename, and as durable as the disk can make it. */
    static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.write(unfinished, content);
        sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
