package io.funclet.host.deploy;

import io.funclet.host.call.FunctionSlot;
import io.funclet.host.call.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;

/**
 * One code directory: who offers which function there, and which slots of the router they serve. A function is served by
 * bundles of its own directory only.
 */
final class CodeDirectory {

    private static final Logger LOG = Logger.getLogger(CodeDirectory.class.getName());

    private final int number;
    private final Path path;

    /** The configured slots by handler; {@code null} if every function is served under its own name. */
    private final Map<String, List<FunctionSlot>> slots;

    private final Router router;

    /** By function name. Guarded by this object's monitor. */
    private final Map<String, Contest> contests = new HashMap<>();

    /** Why jars are not taken, by file name. Guarded by this object's monitor. */
    private final Map<String, String> refusals = new TreeMap<>();

    /** Guarded by this object's monitor. */
    private boolean settled;

    /** How many pieces of work on this directory are under way. Guarded by this object's monitor. */
    private int working;

    private CodeDirectory(int number, Path path, Map<String, List<FunctionSlot>> slots, Router router) {
        this.number = number;
        this.path = path;
        this.slots = slots;
        this.router = router;
    }

    /** A directory of which the configured functions are served. */
    static CodeDirectory configured(int number, Path path, Router router) {
        return new CodeDirectory(number, path, new HashMap<>(), router);
    }

    /** A directory of which every function is served under its own name. */
    static CodeDirectory open(int number, Path path, Router router) {
        return new CodeDirectory(number, path, null, router);
    }

    /** Lets a slot be served by the functions of a name. */
    synchronized void bind(String handler, FunctionSlot slot) {
        slots.computeIfAbsent(handler, name -> new ArrayList<>()).add(slot);
        slot.explainAbsence(absence(handler));
    }

    int number() {
        return number;
    }

    Path path() {
        return path;
    }

    /** In one step, takes candidates down and puts others up: a function that both offer is served all the time. */
    synchronized void exchange(List<Candidate> leaving, List<Candidate> coming) {
        Set<String> names = new LinkedHashSet<>();
        for (Candidate candidate : coming) {
            contests.computeIfAbsent(candidate.functionName(), name -> new Contest())
                    .add(candidate);
            names.add(candidate.functionName());
        }
        for (Candidate candidate : leaving) {
            Contest contest = contests.get(candidate.functionName());
            if (contest != null) {
                contest.remove(candidate);
                names.add(candidate.functionName());
            }
        }
        names.forEach(this::decide);
        for (Candidate candidate : coming) {
            sayIfNotServing(candidate);
        }
    }

    private void decide(String name) {
        Contest contest = contests.get(name);
        if (contest.decide(settled)) {
            publish(name, contest.winner());
        }
        if (contest.isEmpty()) {
            contests.remove(name);
        }
    }

    private void publish(String name, Candidate winner) {
        if (winner == null) {
            LOG.info("no longer serving " + name);
        } else {
            LOG.info("serving " + name + " " + winner.version().version() + " from "
                    + winner.jar().staged().source().getFileName());
        }
        if (slots == null && winner == null) {
            router.remove(name);
            return;
        }
        for (FunctionSlot slot : slotsOf(name)) {
            slot.explainAbsence(absence(name));
            slot.publish(winner == null ? null : winner.version());
        }
    }

    private List<FunctionSlot> slotsOf(String handler) {
        return slots == null ? List.of(router.slot(handler)) : slots.getOrDefault(handler, List.of());
    }

    private void sayIfNotServing(Candidate candidate) {
        Contest contest = contests.get(candidate.functionName());
        if (contest != null && contest.winner() != candidate) {
            LOG.warning("function " + candidate.functionName() + " of " + candidate + " does not serve: "
                    + contest.winner() + " has the name");
        }
    }

    /** Remembers, for callers who wait in vain, why a jar is not taken; {@code null} if it is taken, or gone. */
    synchronized void refused(Path jar, String reason) {
        String fileName = jar.getFileName().toString();
        if (reason == null) {
            refusals.remove(fileName);
        } else {
            refusals.put(fileName, reason);
        }
        if (slots != null) {
            slots.forEach((handler, bound) -> bound.forEach(slot -> slot.explainAbsence(absence(handler))));
        }
    }

    private String absence(String handler) {
        StringBuilder text = new StringBuilder("no bundle in " + path + " provides function " + handler);
        refusals.forEach((jar, reason) ->
                text.append("; ").append(jar).append(" is not taken: ").append(reason));
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
    void end() {
        boolean first;
        synchronized (this) {
            working--;
            first = working == 0 && !settled;
            settled |= first;
        }
        if (first && slots == null) {
            router.settle();
        }
    }
}
