package io.funclet.host.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has files looked at, by workers, when they have changed or something else has that concerns them. */
final class Deployer {

    private final Ground ground;
    private final Departures departures;
    private final Dependants dependants;
    private final MissedWiring missed;
    private final Claims claims = new Claims();

    private final AtomicLong looks = new AtomicLong();

    /** By directory and file name. */
    private final Map<String, WatchedFile> files = new ConcurrentHashMap<>();

    Deployer(Ground ground) {
        this.ground = ground;
        this.departures = new Departures(ground);
        this.dependants = new Dependants(ground);
        this.missed = new MissedWiring(ground);
    }

    /** A file is looked at: it may be another one now. */
    void hasLooked() {
        looks.incrementAndGet();
    }

    /** How often files have been looked at. */
    long looks() {
        return looks.get();
    }

    Claims claims() {
        return claims;
    }

    Departures departures() {
        return departures;
    }

    /** A file in a code directory has been added, changed or removed. Returns at once. */
    void changed(CodeDirectory directory, String fileName) {
        watched(directory, fileName).look();
    }

    /** An operator has asked for a file to be tried, or for what serves of it to be started anew. */
    CompletableFuture<Outcome> request(CodeDirectory directory, String fileName, boolean restart) {
        return watched(directory, fileName).request(restart);
    }

    /** A bundle has come, or gone: others of its directory may have waited for that. */
    void lookAgain(CodeDirectory directory, WatchedFile changed) {
        directory.hasChanged();
        of(directory).filter(file -> file != changed && file.isWaiting()).forEach(WatchedFile::look);
    }

    /** Those who use what has been replaced, or removed, are wired to what is there now, if that is possible. */
    void renewUsersOfWhatLeaves(CodeDirectory directory) {
        dependants.outdated(directory).forEach(user -> watched(user).look());
    }

    /**
     * A piece of work on a directory has ended. If it was the last one, those are looked at that have missed what has come
     * meanwhile; if there are none, all jars that were there have been dealt with.
     */
    void end(CodeDirectory directory) {
        if (!directory.end()) {
            return;
        }
        if (directory.rest()) {
            missed.byDynamicImports(directory).forEach(InstalledJar::miss);
        }
        Set<InstalledJar> missing = directory.takeSwitched() ? missed.in(directory) : Set.of();
        if (missing.isEmpty()) {
            directory.handlers().settle();
        }
        missing.forEach(jar -> watched(jar).look());
    }

    /** The jars that may be taken if others of the directory change. */
    List<WatchedFile> refusedUntilOthersCome(CodeDirectory directory) {
        return of(directory)
                .filter(WatchedFile::isRefusedUntilOthersCome)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    Stream<WatchedFile> of(CodeDirectory directory) {
        return files.values().stream().filter(watched -> watched.directory() == directory);
    }

    private WatchedFile watched(CodeDirectory directory, String fileName) {
        return files.computeIfAbsent(
                key(directory, fileName), key -> new WatchedFile(ground, this, directory, fileName));
    }

    private static String key(CodeDirectory directory, String fileName) {
        return directory.number() + "/" + fileName;
    }

    /** Forgets a file of which nothing is left: names may be new with each version. */
    void forget(WatchedFile file) {
        files.computeIfPresent(
                key(file.directory(), file.name()), (key, known) -> known == file && file.forget() ? null : known);
    }

    WatchedFile watched(InstalledJar jar) {
        return watched(jar.directory(), jar.staged().fileName());
    }

    Set<WatchedFile> watched(Collection<InstalledJar> jars) {
        return jars.stream().map(this::watched).collect(Collectors.toSet());
    }
}
