package io.funclet.host.deploy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Router;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One code directory: where it is, what is under way there, and why some of its jars do not serve. */
final class CodeDirectory {

    /** That a caller is told: each function has a text of its own, and none may be longer than a header. */
    private static final int MOST_REASONS = 50;

    /** How the reason of a file begins that is no bundle, or one that cannot be used. */
    static final String REJECTED = "is not taken: ";

    private final int number;
    private final Path path;
    private final ServedHandlers handlers;

    /** Why jars do not serve, by file name. */
    @GuardedBy("this")
    private final Map<String, String> absences = new TreeMap<>();

    private final Presence presence;

    private final History history = new History();

    private final Object wiring = new Object();

    private final Turns turns = new Turns();

    private final AtomicLong changes = new AtomicLong();

    private final AtomicLong retries = new AtomicLong();

    private volatile boolean rested;

    private final AtomicBoolean switched = new AtomicBoolean(true);

    /** How many pieces of work on this directory are under way. */
    @GuardedBy("this")
    private int working;

    CodeDirectory(int number, Path path, Router router, boolean open) {
        this.number = number;
        this.path = path;
        this.handlers = new ServedHandlers(path, router, open);
        this.presence = new Presence(path);
    }

    int number() {
        return number;
    }

    /** The directory as it was configured: what links on the way point to may change. */
    Path path() {
        return path;
    }

    /** Who offers which function here, and which slots they serve. */
    ServedHandlers handlers() {
        return handlers;
    }

    /** Lets one bundle after the other be activated. */
    Turns turns() {
        return turns;
    }

    Presence presence() {
        return presence;
    }

    History history() {
        return history;
    }

    /** Guards that what leaves is not wired to any more. */
    Object wiring() {
        return wiring;
    }

    /** A bundle has come or gone, which others may wait for. */
    void hasChanged() {
        changes.incrementAndGet();
    }

    /** How often bundles have come or gone. */
    long changes() {
        return changes.get();
    }

    /** A file is tried again by itself, after a failed start. */
    void hasRetried() {
        retries.incrementAndGet();
    }

    /** How often files have been tried again by themselves. */
    long retries() {
        return retries.get();
    }

    /** A file of this directory, as the log names it: twins in two directories must differ. */
    String label(String fileName) {
        Path name = path.getFileName();
        return name == null ? fileName : name + "/" + fileName;
    }

    /** Remembers, for callers who wait in vain, why a jar does not serve; {@code null} if it does, or is gone. */
    synchronized void absent(String fileName, String reason) {
        String before = reason == null ? absences.remove(fileName) : absences.put(fileName, reason);
        if (!Objects.equals(before, reason)) {
            handlers.explainAbsence(reasons());
        }
    }

    /** Why jars were rejected, by file name; those that wait are not among them. */
    synchronized Map<String, String> rejections() {
        Map<String, String> rejections = new TreeMap<>(absences);
        rejections.values().removeIf(reason -> !reason.startsWith(REJECTED));
        return rejections;
    }

    @GuardedBy("this")
    private String reasons() {
        StringBuilder text = new StringBuilder();
        absences.entrySet().stream()
                .limit(MOST_REASONS)
                .forEach(absence ->
                        text.append("; ").append(absence.getKey()).append(' ').append(absence.getValue()));
        if (absences.size() > MOST_REASONS) {
            text.append("; and ").append(absences.size() - MOST_REASONS).append(" more, which the log tells of");
        }
        return text.toString();
    }

    /** Work on this directory begins. */
    synchronized void begin() {
        working++;
    }

    /** A piece of work has ended. Returns whether nothing is under way any more. */
    synchronized boolean end() {
        working--;
        return working == 0;
    }

    /** Whether nothing was under way once: all jars of the start have been tried, and what is up is left in peace. */
    boolean hasRested() {
        return rested;
    }

    /** Nothing is under way. Returns whether that is so for the first time. */
    boolean rest() {
        boolean first = !rested;
        rested = true;
        return first;
    }

    /** What is up, or who could use it, is not what it was. */
    void hasSwitched() {
        switched.set(true);
    }

    /** Whether that was so since the last time that this was asked. */
    boolean takeSwitched() {
        return switched.getAndSet(false);
    }
}
