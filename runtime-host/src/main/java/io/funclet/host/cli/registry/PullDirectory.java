package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.RegistryException;
import io.funclet.host.cli.registry.PulledSets.PulledSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A code directory that jars are pulled to, locked for one pull. What is not complete is in a hidden directory in it, which
 * no runtime reads and which is of the same file system.
 */
final class PullDirectory implements Closeable {

    static final String WORK = ".funclet-pull";

    /** What becomes of the files. */
    record Plan(Map<String, Digest> added, Map<String, Digest> replaced, Set<String> removed, Set<String> unchanged) {

        /** Those that are needed. */
        Map<String, Digest> put() {
            // A set comes before its jars.
            Map<String, Digest> put = new TreeMap<>(Comparator.comparing((String name) -> !name.endsWith(".set.jar"))
                    .thenComparing(name -> name));
            put.putAll(added);
            put.putAll(replaced);
            return put;
        }
    }

    private final Path directory;
    private final Path work;
    private final FileChannel lock;
    private final PulledSets sets;

    private PullDirectory(Path directory, Path work, FileChannel lock, PulledSets sets) {
        this.directory = directory;
        this.work = work;
        this.lock = lock;
        this.sets = sets;
    }

    /**
     * Locks the directory, and takes back what a pull that was killed has left half done.
     *
     * @throws IOException if there is none, or another pull has it
     */
    static PullDirectory open(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            throw new RegistryException("there is no directory " + place);
        }
        Path directory = place.toRealPath();
        if (!Files.isWritable(directory)) {
            throw new RegistryException("this user may not write to " + place);
        }
        Path work = Files.createDirectories(directory.resolve(WORK));
        FileChannel lock = FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isLocked(lock)) {
                throw new IOException("another pull to " + place + " is running");
            }
            new FileSwap(directory, work).recover();
            return new PullDirectory(directory, work, lock, PulledSets.read(directory.resolve(PulledSets.FILE)));
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** The lock is released when the channel is closed. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /**
     * Compares what is there with what shall be there.
     *
     * @param set the name of the set, whose former jars go
     * @param force whether files may be replaced that no pull has brought, or that were changed since
     * @throws RegistryException if such a file is in the way
     */
    Plan plan(String set, Map<String, Digest> jars, boolean force) throws IOException {
        Map<String, Digest> former = sets.files(set);
        Plan plan = new Plan(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        List<String> inTheWay = new ArrayList<>();
        for (Map.Entry<String, Digest> jar : jars.entrySet()) {
            String name = jar.getKey();
            Path file = directory.resolve(name);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                plan.added.put(name, jar.getValue());
            } else if (!Files.isRegularFile(file)) {
                throw new RegistryException(file + " is in the way, and is no file");
            } else if (is(file, jar.getValue())) {
                plan.unchanged.add(name);
            } else {
                fault(name, set, former.get(name)).ifPresent(inTheWay::add);
                plan.replaced.put(name, jar.getValue());
            }
        }
        for (Map.Entry<String, Digest> old : former.entrySet()) {
            if (!jars.containsKey(old.getKey()) && Files.isRegularFile(directory.resolve(old.getKey()))) {
                fault(old.getKey(), set, old.getValue()).ifPresent(inTheWay::add);
                plan.removed.add(old.getKey());
            }
        }
        if (!inTheWay.isEmpty() && !force) {
            throw new RegistryException(
                    "nothing is changed: " + String.join("; ", inTheWay) + "; move it away, or use --force to lose it");
        }
        return plan;
    }

    /** Why a file must not be replaced or removed. */
    private Optional<String> fault(String name, String set, Digest former) throws IOException {
        if (former != null) {
            return is(directory.resolve(name), former)
                    ? Optional.empty()
                    : Optional.of(name + " was changed after it was pulled");
        }
        return Optional.of(sets.owner(name, set)
                .map(owner -> name + " is of the set " + owner + " (--set " + owner + " replaces that set)")
                .orElse(name + " is there, and was not pulled"));
    }

    private static boolean is(Path file, Digest digest) throws IOException {
        return Digest.of(file, digest.algorithm()).equals(digest);
    }

    /** Where content is written before it is complete. What was written before is still there. */
    Path staged(Digest digest) {
        return work.resolve(digest.hex());
    }

    long usableSpace() throws IOException {
        return Files.getFileStore(work).getUsableSpace();
    }

    /** Deletes staged content but for this. */
    void keepStaged(Collection<Digest> needed) throws IOException {
        Set<String> names = new TreeSet<>();
        needed.forEach(digest -> names.add(digest.hex()));
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("[0-9a-f]{64,}")
                        && !names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Changes all files of the plan, whose content is staged, and remembers the set. If it fails, nothing has changed. */
    void apply(Plan plan, String set, PulledSet pulled) throws IOException {
        Map<String, Path> put = new LinkedHashMap<>();
        Set<String> copied = new TreeSet<>();
        for (Map.Entry<String, Digest> file : plan.put().entrySet()) {
            Path content = staged(file.getValue());
            if (!copied.add(file.getValue().hex())) {
                // Two names of one content.
                content = Files.copy(content, work.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
            }
            put.put(file.getKey(), content);
        }
        if (!sets.put(set, pulled) && put.isEmpty() && plan.removed().isEmpty()) {
            return;
        }
        Path record = work.resolve(PulledSets.FILE);
        FileSwap.write(record, sets.bytes());
        put.put(PulledSets.FILE, record);
        new FileSwap(directory, work).apply(put, plan.removed());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
