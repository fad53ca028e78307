package io.funclet.host.deploy.set;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.StagedJar;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the file of a set. Changed by one look at it at a time; read by any thread. */
public final class SetState {

    /**
     * A set that serves, or did.
     *
     * @param file the copy of its file, which is deleted when another set serves; it stays for the archive
     */
    public record Served(StagedJar file, JarSet list) {}

    /** Jars that were looked at before the list was read. */
    private final Set<DeployedFile> deferred = ConcurrentHashMap.newKeySet();

    /** The file when its list was last read; {@code null} before. */
    private volatile FileIdentity read;

    /** The list that says which jars belong to the set; {@code null} if none does. */
    private volatile JarSet list;

    /** {@code null} before. */
    private volatile Served served;

    /** The fingerprint of the set that served before; 0 if none did. */
    private volatile long former;

    /** What it waits for; empty if for nothing. */
    private volatile String lacking = "";

    private long lackingSince;

    SetState() {}

    /** Whether the file was read as it is now. */
    public boolean isRead(FileIdentity now) {
        return now.equals(read);
    }

    /** It has been read, and its jars are those of this list from now on; {@code null} if none are. */
    public void read(FileIdentity seen, JarSet now) {
        list = now;
        read = seen;
    }

    public JarSet list() {
        return list;
    }

    boolean names(String directory, String file) {
        JarSet now = list;
        return now != null && now.names(directory, file);
    }

    void defer(DeployedFile file) {
        deferred.add(file);
    }

    Set<DeployedFile> takeDeferred() {
        Set<DeployedFile> taken = new HashSet<>(deferred);
        deferred.removeAll(taken);
        return taken;
    }

    public Served served() {
        return served;
    }

    public long former() {
        return former;
    }

    /** Another set serves. */
    public void serves(Served now) {
        Served before = served;
        served = now;
        lacking = "";
        if (before != null) {
            former = before.file().fingerprint();
            before.file().discard();
        }
    }

    public String lacking() {
        return lacking;
    }

    /** It waits. Returns for how long it has waited for the same. */
    public Duration lacks(String what) {
        if (!what.equals(lacking)) {
            lacking = what;
            lackingSince = System.nanoTime();
        }
        return Duration.ofNanos(System.nanoTime() - lackingSince);
    }
}
