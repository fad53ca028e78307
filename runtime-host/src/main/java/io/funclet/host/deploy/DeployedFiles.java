package io.funclet.host.deploy;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of all code directories, by directory and name. Any thread. */
final class DeployedFiles {

    private final Ground ground;
    private final Consumer<WatchedFile> look;
    private final Claims claims = new Claims();

    private final AtomicLong looks = new AtomicLong();

    /** By directory and file name. */
    private final Map<String, WatchedFile> files = new ConcurrentHashMap<>();

    /**
     * Knows no file yet.
     *
     * @param look has a worker look at a file; returns at once
     */
    DeployedFiles(Ground ground, Consumer<WatchedFile> look) {
        this.ground = ground;
        this.look = look;
    }

    /** Which of them are being deployed. */
    Claims claims() {
        return claims;
    }

    /** A file is looked at: it may be another one now. */
    void hasLooked() {
        looks.incrementAndGet();
    }

    /** How often files have been looked at. */
    long looks() {
        return looks.get();
    }

    /** All that are known of a directory. */
    Stream<WatchedFile> in(CodeDirectory directory) {
        return files.values().stream().filter(file -> file.directory() == directory);
    }

    /** A file, which becomes known if it is not. */
    WatchedFile get(CodeDirectory directory, String fileName) {
        return files.computeIfAbsent(
                key(directory, fileName), key -> new WatchedFile(ground, look, directory, fileName));
    }

    /** The file that a bundle comes from. */
    WatchedFile of(InstalledJar jar) {
        return get(jar.directory(), jar.staged().fileName());
    }

    Set<WatchedFile> of(Collection<InstalledJar> jars) {
        return jars.stream().map(this::of).collect(Collectors.toSet());
    }

    /** A bundle has come, or gone: others of its directory may have waited for that. */
    void lookAgain(WatchedFile changed) {
        changed.directory().activity().hasChanged();
        in(changed.directory())
                .filter(file -> file != changed && file.isWaiting())
                .forEach(WatchedFile::look);
    }

    /** Forgets a file of which nothing is left: names may be new with each version. */
    void forget(WatchedFile file) {
        files.computeIfPresent(
                key(file.directory(), file.name()), (key, known) -> known == file && file.forget() ? null : known);
    }

    private static String key(CodeDirectory directory, String fileName) {
        return directory.number() + "/" + fileName;
    }
}
