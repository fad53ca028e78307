package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.compare.SampleComparison;
import io.funclet.host.call.compare.SampleFigures;
import io.funclet.host.call.endpoint.VersionShare;
import io.funclet.host.call.model.CallShare;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.RolloutStatus;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * New versions of bundles whose calls are compared with those of the versions before them, which are active all the while.
 * Any thread.
 */
public final class Observation {

    /** Until this part of the time has passed, durations do not count: classes are loaded, and code is compiled. */
    private static final int WARM_UP = 10;

    /** The part of the calls grows so many times, whenever it has proved itself. */
    private static final int STEP = 5;

    /** Of the calls, while the new version gets copies alone; of the copies, while it gets calls. */
    private static final int NONE = 0;

    private static final Logger LOG = Logger.getLogger(Observation.class.getName());

    private final UpdatePolicy policy;

    /** Of the present part of the calls. */
    @GuardedBy("this")
    private long begin = System.nanoTime();

    @GuardedBy("this")
    private int percent;

    /** {@code null} if no calls are copied. */
    @GuardedBy("this")
    private Shadows shadows;

    /** Whether an operator has set the part of the calls, so that it does not grow by itself. */
    @GuardedBy("this")
    private boolean held;

    @GuardedBy("this")
    private final Map<DeployedFile, Succession> successions = new LinkedHashMap<>();

    /** The durations that do not count. */
    @GuardedBy("this")
    private final Map<CallSample, Latency> warmUp = new HashMap<>();

    private volatile RolloutVerdict verdict;

    Observation(UpdatePolicy policy, List<Succession> successions) {
        this.policy = policy;
        this.percent = policy.shadow() == 0 ? policy.canary() : NONE;
        successions.forEach(each -> this.successions.put(each.file(), each));
    }

    /** Those that go on being compared. */
    public synchronized List<Succession> successions() {
        return List.copyOf(successions.values());
    }

    public synchronized Set<DeployedFile> files() {
        return Set.copyOf(successions.keySet());
    }

    /** {@code null} as long as the observation goes on. */
    public RolloutVerdict verdict() {
        return verdict;
    }

    /** How long the new versions have had their present part of the calls. */
    synchronized Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What was there before the bundle of a file. */
    synchronized InstalledJar previous(DeployedFile file) {
        return successions.get(file).previous();
    }

    /** Nothing of a file serves any more. Returns what was there before the bundle that did; {@code null} if nothing was. */
    synchronized InstalledJar leave(DeployedFile file) {
        close();
        Succession left = successions.remove(file);
        if (percent == NONE) {
            begin();
        }
        return left == null ? null : left.previous();
    }

    /** Whether there is anything to compare. */
    synchronized boolean isPossible() {
        return successions.values().stream().anyMatch(Succession::hasNewContent) && !pairs().isEmpty();
    }

    /** When to look next. If it goes on for long, looks become rare, so that chance has few of them. */
    Duration untilLook() {
        Duration usual = policy.observe().dividedBy(SampleComparison.MOST_LOOKS);
        Duration rare = lasted().dividedBy(SampleComparison.MOST_LOOKS / 2);
        return rare.compareTo(usual.multipliedBy(2)) > 0 ? rare : usual;
    }

    /** Before the new versions serve: they get their part of the calls from the first one on. */
    synchronized void share() {
        for (ComparedFunction pair : pairs()) {
            VersionShare part = new VersionShare(pair.old(), new CallShare(percent, policy.key()));
            pair.now().share(percent == UpdatePolicy.ALL ? null : part);
        }
    }

    /** The new versions serve: they get copies of the calls, if the policy says so. */
    synchronized void begin() {
        share(percent, percent == NONE ? policy.shadow() : NONE);
    }

    /** No calls are copied any more. */
    synchronized void close() {
        if (shadows != null) {
            shadows.close();
            shadows = null;
        }
    }

    private synchronized void share(int part, int copies) {
        close();
        percent = part;
        begin = System.nanoTime();
        warmUp.clear();
        share();
        if (copies > NONE) {
            shadows = new Shadows(pairs(), copies, policy);
        }
    }

    /** An operator sets the part that the new versions get of the calls, or of copies of them. It does not change by itself. */
    public synchronized void hold(int part, boolean copies) {
        held = true;
        share(copies ? NONE : part, copies ? part : NONE);
    }

    /** The old versions go: the new ones get all calls. */
    public void shareNoMore() {
        share(UpdatePolicy.ALL, NONE);
    }

    /** Ends it before its time, as an operator has asked for: the new versions stay, or go. No look changes that. */
    public synchronized void end(boolean stay, String reason) {
        verdict = new RolloutVerdict(!stay, true, reason + ", after " + lasted().toMillis() + " ms: " + figures());
    }

    /** The process ends, and the observation with it. Returns what that changes. */
    synchronized List<Outcome> stop() {
        close();
        List<Outcome> changes = new ArrayList<>();
        if (verdict == null) {
            String reason = "is not compared any more, because the process ends, after " + lasted().toMillis() + " ms: "
                    + figures();
            verdict = new RolloutVerdict(false, false, reason);
            successions.values().forEach(each -> changes.add(each.undecided(reason)));
        }
        return changes;
    }

    /** Compares the calls so far. Returns whether that, or the time, has ended the observation. */
    synchronized boolean look() {
        if (verdict != null) {
            return true;
        }
        boolean counts = lasted().toNanos() > policy.observe().toNanos() / WARM_UP;
        for (ComparedFunction pair : pairs()) {
            SampleFigures now = pair.now().sample().figures();
            if (!counts) {
                warmUp.put(pair.now().sample(), now.durations());
            }
            Latency cold = warmUp.computeIfAbsent(pair.now().sample(), any -> now.durations());
            Optional<String> worse = SampleComparison.worse(pair.old().sample().figures(), now.since(cold));
            if (worse.isPresent()) {
                return takeBack("of function " + pair.function() + ", " + worse.get() + " of "
                        + pair.old().version());
            }
        }
        boolean over = lasted().compareTo(policy.observe()) >= 0 && !held;
        Optional<String> fault = over && shadows != null ? shadows.fault() : Optional.empty();
        if (fault.isPresent()) {
            return takeBack(fault.get());
        }
        if (over && percent < UpdatePolicy.ALL) {
            InstalledJar first = successions.values().iterator().next().next();
            String figures = figures();
            share(percent == NONE ? policy.canary() : Math.min(UpdatePolicy.ALL, STEP * percent), NONE);
            first.mark().log(LOG, Level.INFO, first + " gets " + percent + "% of the calls: " + figures);
        } else if (over) {
            boolean called = pairs().stream().anyMatch(ComparedFunction::isCalled);
            String proof = called ? "has proved itself: " : "has not been called, and stays unproved: ";
            verdict = new RolloutVerdict(false, false, proof + figures());
        }
        return verdict != null;
    }

    @GuardedBy("this")
    private boolean takeBack(String reason) {
        verdict = new RolloutVerdict(true, false, "was taken back after " + lasted().toMillis() + " ms: " + reason);
        return true;
    }

    /** The figures so far. */
    synchronized List<RolloutStatus> status() {
        List<RolloutStatus> status = new ArrayList<>();
        for (ComparedFunction pair : pairs()) {
            Copies copies = shadows == null ? null : shadows.figures(pair);
            Latency cold = warmUp.get(pair.now().sample());
            status.add(pair.status(percent, lasted(), policy.observe(), held, cold, copies));
        }
        return status;
    }

    private synchronized String figures() {
        Shadows copied = shadows;
        return pairs().stream()
                .map(each -> each.words()
                        + (copied == null ? "" : "; " + copied.figures(each).words()))
                .collect(Collectors.joining("; "));
    }

    /** The functions that both versions have. */
    @GuardedBy("this")
    private List<ComparedFunction> pairs() {
        return ComparedFunction.of(successions.values());
    }
}
