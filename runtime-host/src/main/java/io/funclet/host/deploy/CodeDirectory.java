package io.funclet.host.deploy;

import io.funclet.host.call.FunctionSlot;
import io.funclet.host.call.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One code directory: who offers which function there, and which slots of the router they serve. A function is served by
 * bundles of its own directory only.
 */
final class CodeDirectory {

    private static final Logger LOG = Logger.getLogger(CodeDirectory.class.getName());

    /** That a caller is told: each function has a text of its own, and none may be longer than a header. */
    private static final int MOST_REASONS = 50;

    private final int number;
    private final Path path;
    private final Router router;

    /** Whether every function is served under its own name, instead of those that are configured. */
    private final boolean open;

    /** Who serves, by handler as it is configured. Guarded by this object's monitor. */
    private final Map<String, Contest> contests = new LinkedHashMap<>();

    /** The configured slots, by handler. Filled before the directory is watched. */
    private final Map<String, List<FunctionSlot>> slots = new LinkedHashMap<>();

    /** Why jars do not serve, by file name. Guarded by this object's monitor. */
    private final Map<String, String> absences = new TreeMap<>();

    /** Whether nothing is published yet, because a better candidate may come. Guarded by this object's monitor. */
    private boolean holding = true;

    /** Whether all jars that were there at the start have been dealt with. Written under this object's monitor. */
    private volatile boolean settled;

    private final Presence presence;

    private final History history = new History();

    private final Object wiring = new Object();

    private final Turns turns = new Turns();

    private final AtomicLong changes = new AtomicLong();

    /** How many pieces of work on this directory are under way. Guarded by this object's monitor. */
    private int working;

    CodeDirectory(int number, Path path, Router router, boolean open) {
        this.number = number;
        this.path = path;
        this.router = router;
        this.open = open;
        this.presence = new Presence(path);
    }

    /**
     * Lets a slot be served by the functions that a handler asks for.
     *
     * @throws IllegalArgumentException if the handler is neither a name nor a name with a range of versions
     */
    synchronized void bind(String handler, FunctionSlot slot) {
        contests.computeIfAbsent(handler, text -> new Contest(FunctionPin.parse(text)));
        slots.computeIfAbsent(handler, text -> new ArrayList<>()).add(slot);
        slot.explainAbsence(absence(handler));
    }

    int number() {
        return number;
    }

    /** The directory as it was configured: what links on the way point to may change. */
    Path path() {
        return path;
    }

    /** Whether all jars that were there at the start have been dealt with. */
    boolean isSettled() {
        return settled;
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

    /** Who serves which handler, and who would. */
    synchronized List<HandlerStatus> handlers() {
        List<HandlerStatus> handlers = new ArrayList<>();
        contests.forEach((handler, contest) -> handlers.add(HandlerStatus.of(
                handler,
                open
                        ? List.of(handler)
                        : slots.get(handler).stream().map(FunctionSlot::name).toList(),
                contest)));
        return handlers;
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

    /** In one step, takes candidates down and puts others up: a function that both offer is served all the time. */
    synchronized void exchange(List<Candidate> leaving, List<Candidate> coming) {
        exchange(leaving, coming, !open);
    }

    /** Takes candidates down for others that come next: calls wait, also where nobody has configured the function. */
    synchronized void suspend(List<Candidate> leaving) {
        exchange(leaving, List.of(), true);
    }

    private void exchange(List<Candidate> leaving, List<Candidate> coming, boolean expectOthers) {
        if (open) {
            coming.forEach(candidate ->
                    contests.computeIfAbsent(candidate.functionName(), name -> new Contest(FunctionPin.parse(name))));
        }
        for (Map.Entry<String, Contest> entry : contests.entrySet()) {
            Contest contest = entry.getValue();
            boolean concerned = false;
            for (Candidate candidate : coming) {
                concerned |= contest.add(candidate);
            }
            for (Candidate candidate : leaving) {
                concerned |= contest.remove(candidate);
            }
            if (concerned && !holding && contest.decide(settled)) {
                publish(entry.getKey(), contest.winner(), expectOthers);
            }
        }
        if (!holding) {
            coming.forEach(this::sayIfAnotherServes);
        }
        if (open) {
            contests.values().removeIf(Contest::isEmpty);
        }
    }

    private void publish(String handler, Candidate winner, boolean expectOthers) {
        if (winner == null) {
            LOG.info("no longer serving " + handler);
        } else {
            LOG.info("serving " + handler + " " + winner.version().version() + " from "
                    + label(winner.jar().staged().source().getFileName().toString()));
        }
        if (winner == null && !expectOthers) {
            router.remove(handler);
            return;
        }
        for (FunctionSlot slot : open ? List.of(router.slot(handler)) : slots.get(handler)) {
            slot.publish(winner == null ? null : winner.version());
        }
    }

    /** A file of this directory, as the log names it: twins in two directories must differ. */
    String label(String fileName) {
        Path name = path.getFileName();
        return name == null ? fileName : name + "/" + fileName;
    }

    private void sayIfAnotherServes(Candidate candidate) {
        for (Contest contest : contests.values()) {
            if (contest.isLostBy(candidate)) {
                boolean otherVersion = contest.winner()
                        .jar()
                        .staged()
                        .symbolicName()
                        .equals(candidate.jar().staged().symbolicName());
                LOG.log(
                        otherVersion ? Level.INFO : Level.WARNING,
                        () -> "function " + candidate.functionName() + " of " + candidate + " stands by: "
                                + contest.winner() + " serves");
            }
        }
    }

    /** Remembers, for callers who wait in vain, why a jar does not serve; {@code null} if it does, or is gone. */
    synchronized void absent(String fileName, String reason) {
        String before = reason == null ? absences.remove(fileName) : absences.put(fileName, reason);
        if (!Objects.equals(before, reason)) {
            String reasons = reasons();
            slots.forEach((handler, bound) -> bound.forEach(slot -> slot.explainAbsence(absence(handler) + reasons)));
        }
    }

    private String absence(String handler) {
        return "no bundle in " + path + " provides function " + handler;
    }

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

    /**
     * A piece of work has ended. After the last one of the start, all jars that were there have been dealt with: from
     * then on, who serves a name keeps it, and a name that nobody serves is unknown.
     */
    synchronized void end() {
        working--;
        if (working == 0 && !settled) {
            publishHeld();
            settled = true;
            if (open) {
                router.settle();
            }
        }
    }

    /**
     * Publishes what has come so far, and from now on whatever comes. Until then, or until all jars of the start have been
     * dealt with, no call reaches a version only because it was the first to come.
     */
    synchronized void publishHeld() {
        if (holding) {
            holding = false;
            contests.forEach((handler, contest) -> {
                if (contest.decide(settled)) {
                    publish(handler, contest.winner(), !open);
                }
            });
        }
    }
}
