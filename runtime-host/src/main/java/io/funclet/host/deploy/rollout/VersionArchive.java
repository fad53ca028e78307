package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The last versions of the bundles of one code directory, and what was taken back there. Both survive a restart, as far as
 * their place can be written. Any thread.
 *
 * <p>A version is a file {@code versions/SYMBOLIC-NAME/FINGERPRINT.jar}. When it last began to serve is its time.
 */
public final class VersionArchive {

    private static final Logger LOG = Logger.getLogger(VersionArchive.class.getName());

    /** Of one bundle: the one that serves, and those before it. */
    static final int MOST_VERSIONS = 4;

    /** Of all bundles of the directory. The versions that began to serve last are kept, even beyond that. */
    static final long MOST_BYTES = 512L << 20;

    private final Path place;

    private final TakenBackList takenBack;

    @GuardedBy("this")
    private boolean complained;

    /** Reads what is there. */
    VersionArchive(Path place) {
        this.place = place;
        this.takenBack = new TakenBackList(place.resolve("taken-back.properties"));
    }

    private Path versions(String symbolicName) {
        // Names of plain jars may have any characters, and may differ in those alone.
        String plain = symbolicName.replaceAll("[^A-Za-z0-9._-]|^\\.+", "_");
        String own = plain.equals(symbolicName)
                ? plain
                : plain + "-" + UUID.nameUUIDFromBytes(symbolicName.getBytes(StandardCharsets.UTF_8));
        return place.resolve("versions").resolve(own);
    }

    /** Keeps a version that has begun to serve, or all jars of a class path. Logs what prevents that. */
    public void keep(StagedJar jar) {
        if (!jar.parts().isEmpty()) {
            jar.parts().forEach(this::keep);
            return;
        }
        synchronized (this) {
            Path kept = versions(jar.symbolicName()).resolve(TakenBack.hex(jar.fingerprint()) + ".jar");
            try {
                if (Files.notExists(kept)) {
                    Files.createDirectories(kept.getParent());
                    WholeFile.replace(
                            kept,
                            unfinished -> Files.copy(jar.copy(), unfinished, StandardCopyOption.REPLACE_EXISTING));
                }
                Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
                discardOld(kept);
            } catch (IOException failed) {
                complain("versions of " + jar.symbolicName() + " are not kept", failed);
            }
        }
    }

    @GuardedBy("this")
    private void complain(String what, IOException failed) {
        LOG.log(complained ? Level.FINE : Level.WARNING, what + " in " + place + ": " + failed);
        complained = true;
    }

    @GuardedBy("this")
    private void discardOld(Path newest) throws IOException {
        List<Path> same = newestFirst(newest.getParent());
        for (Path old : same.subList(Math.min(MOST_VERSIONS, same.size()), same.size())) {
            discard(old);
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> bundles = Files.list(place.resolve("versions"))) {
            for (Path bundle : bundles.toList()) {
                all.addAll(newestFirst(bundle));
            }
        }
        all.sort(Comparator.comparing(VersionArchive::time).reversed());
        long bytes = 0;
        for (Path version : all) {
            bytes += Files.size(version);
            if (bytes > MOST_BYTES && !version.equals(newest)) {
                discard(version);
            }
        }
    }

    /** A version that serves in place of another one has to stay. */
    @GuardedBy("this")
    private void discard(Path version) throws IOException {
        String name = version.getFileName().toString();
        boolean serves =
                takenBack.all().stream().anyMatch(each -> name.equals(TakenBack.hex(each.substitute()) + ".jar"));
        if (!serves) {
            Files.deleteIfExists(version);
        }
    }

    private static List<Path> newestFirst(Path bundle) throws IOException {
        try (Stream<Path> files = Files.list(bundle)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(VersionArchive::time).reversed())
                    .toList();
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /** The version that served before others did; empty if none of these is kept. */
    public Optional<Long> before(String symbolicName, List<Long> others) {
        try {
            for (Path version : newestFirst(versions(symbolicName))) {
                String name = version.getFileName().toString();
                long fingerprint = Long.parseUnsignedLong(name.substring(0, name.indexOf('.')), 16);
                if (!others.contains(fingerprint)) {
                    return Optional.of(fingerprint);
                }
            }
        } catch (IOException | NumberFormatException none) {
            LOG.log(Level.FINE, "no versions of " + symbolicName, none);
        }
        return Optional.empty();
    }

    /** From now on, a content of a file is not deployed. */
    public synchronized void takeBack(String fileName, TakenBack content) {
        try {
            takenBack.put(fileName, content);
        } catch (IOException failed) {
            forgotten(failed);
        }
    }

    /** From now on, any content of a file may be deployed. */
    public synchronized void accept(String fileName) {
        try {
            takenBack.remove(fileName);
        } catch (IOException failed) {
            forgotten(failed);
        }
    }

    @GuardedBy("this")
    private void forgotten(IOException failed) {
        complain("what was taken back is forgotten at the next start, because it cannot be written", failed);
    }

    /** The same, if the file has another content by now than that which was taken back. */
    public void acceptOther(String fileName, long content) {
        TakenBack taken = of(fileName);
        if (taken != null && taken.fingerprint() != content) {
            accept(fileName);
        }
    }

    /** What was taken back of a file; {@code null} if nothing was, or the file has had another content since. */
    public TakenBack of(String fileName) {
        return takenBack.get(fileName);
    }

    /** How many of these files have a content that was taken back. */
    public int count(List<FileStatus> files) {
        return (int) files.stream()
                .filter(file -> takenBack.get(file.file()) != null)
                .count();
    }

    /** Where a version with this digest is kept; empty if it is not. Reads all that are kept, in the worst case. */
    public Optional<Path> find(String sha256) {
        try (Stream<Path> all =
                Files.find(place.resolve("versions"), 2, (file, attributes) -> attributes.isRegularFile())) {
            return all.filter(version -> JarCopy.sha256Of(version).equals(Optional.of(sha256)))
                    .findFirst();
        } catch (IOException | UncheckedIOException none) {
            return Optional.empty();
        }
    }

    /** Where a version is kept; empty if it is not. */
    public Optional<Path> find(long fingerprint) {
        try (Stream<Path> bundles = Files.list(place.resolve("versions"))) {
            return bundles.map(bundle -> bundle.resolve(TakenBack.hex(fingerprint) + ".jar"))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
