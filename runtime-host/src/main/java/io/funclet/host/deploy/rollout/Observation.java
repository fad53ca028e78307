package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.compare.SampleComparison;
import io.funclet.host.call.compare.SampleFigures;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.VersionShare;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.serving.FunctionProvider;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.RolloutStatus;
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

/**
 * New versions of bundles whose calls are compared with those of the versions before them, which are active all the while.
 * Any thread.
 */
public final class Observation {

    /** Until this part of the time has passed, durations do not count: classes are loaded, and code is compiled. */
    private static final int WARM_UP = 10;

    /**
     * What an observation has found out.
     *
     * @param isWorse whether the calls have to go back
     * @param isAskedFor whether an operator has decided that, and not the figures
     * @param reason the figures, in words that follow the name of the new version
     */
    public record Verdict(boolean isWorse, boolean isAskedFor, String reason) {}

    /** Of one function. */
    private record Pair(String file, String function, FunctionVersion old, FunctionVersion now) {}

    /** The part of the calls grows so many times, whenever it has proved itself. */
    private static final int STEP = 5;

    private static final Logger LOG = Logger.getLogger(Observation.class.getName());

    private final UpdatePolicy policy;

    /** Of the present part of the calls. */
    @GuardedBy("this")
    private long begin = System.nanoTime();

    @GuardedBy("this")
    private int percent;

    /** Whether an operator has set the part of the calls, so that it does not grow by itself. */
    @GuardedBy("this")
    private boolean held;

    @GuardedBy("this")
    private final Map<DeployedFile, Succession> successions = new LinkedHashMap<>();

    /** The durations that do not count. */
    @GuardedBy("this")
    private final Map<CallSample, Latency> warmUp = new HashMap<>();

    private volatile Verdict verdict;

    Observation(UpdatePolicy policy, List<Succession> successions) {
        this.policy = policy;
        this.percent = policy.canary();
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
    public Verdict verdict() {
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
        Succession left = successions.remove(file);
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
        for (Pair pair : pairs()) {
            pair.now.share(percent == UpdatePolicy.ALL ? null : new VersionShare(pair.old, percent, policy.key()));
        }
    }

    private synchronized void share(int part) {
        percent = part;
        begin = System.nanoTime();
        warmUp.clear();
        share();
    }

    /** An operator sets the part of the calls that the new versions get, until the operator sets another one. */
    public synchronized void hold(int part) {
        held = true;
        share(part);
    }

    /** The old versions go: the new ones get all calls. */
    public void shareNoMore() {
        share(UpdatePolicy.ALL);
    }

    /** Ends it before its time, as an operator has asked for: the new versions stay, or go. No look changes that. */
    public synchronized void end(boolean stay, String reason) {
        verdict = new Verdict(!stay, true, reason + ", after " + lasted().toMillis() + " ms: " + figures());
    }

    /** The process ends, and the observation with it. Returns what that changes. */
    synchronized List<Outcome> stop() {
        List<Outcome> changes = new ArrayList<>();
        if (verdict == null) {
            String reason = "is not compared any more, because the process ends, after " + lasted().toMillis() + " ms: "
                    + figures();
            verdict = new Verdict(false, false, reason);
            for (Succession each : successions.values()) {
                each.next().mark().log(LOG, Level.WARNING, each.next() + " " + reason);
                changes.add(each.outcome(reason));
            }
        }
        return changes;
    }

    /** Compares the calls so far. Returns whether that, or the time, has ended the observation. */
    synchronized boolean look() {
        if (verdict != null) {
            return true;
        }
        boolean counts = lasted().toNanos() > policy.observe().toNanos() / WARM_UP;
        for (Pair pair : pairs()) {
            SampleFigures now = pair.now.sample().figures();
            if (!counts) {
                warmUp.put(pair.now.sample(), now.durations());
            }
            Latency cold = warmUp.computeIfAbsent(pair.now.sample(), any -> now.durations());
            Optional<String> worse = SampleComparison.worse(pair.old.sample().figures(), now.since(cold));
            if (worse.isPresent()) {
                verdict = new Verdict(
                        true,
                        false,
                        "was taken back after " + lasted().toMillis() + " ms: of function " + pair.function + ", "
                                + worse.get() + " of " + pair.old.version());
                return true;
            }
        }
        boolean over = lasted().compareTo(policy.observe()) >= 0 && !held;
        if (over && percent < UpdatePolicy.ALL) {
            InstalledJar first = successions.values().iterator().next().next();
            share(Math.min(UpdatePolicy.ALL, STEP * percent));
            first.mark().log(LOG, Level.INFO, first + " gets " + percent + "% of the calls: " + figures());
        } else if (over) {
            verdict = new Verdict(false, false, "has proved itself: " + figures());
        }
        return verdict != null;
    }

    /** The figures so far. */
    synchronized List<RolloutStatus> status() {
        List<RolloutStatus> status = new ArrayList<>();
        for (Pair pair : pairs()) {
            status.add(new RolloutStatus(
                    pair.file, pair.function, percent, lasted(), policy.observe(), side(pair.now), side(pair.old)));
        }
        return status;
    }

    private static RolloutStatus.Side side(FunctionVersion version) {
        SampleFigures figures = version.sample().figures();
        return new RolloutStatus.Side(
                version.version(),
                figures.calls(),
                figures.errors(),
                figures.panics(),
                figures.durations().quantile(0.5),
                figures.durations().quantile(0.99));
    }

    private synchronized String figures() {
        List<String> words = new ArrayList<>();
        for (Pair pair : pairs()) {
            SampleFigures now = pair.now.sample().figures();
            SampleFigures old = pair.old.sample().figures();
            words.add("of function " + pair.function + ", " + now.errors() + " of " + now.calls()
                    + " calls failed, and " + old.errors() + " of " + old.calls() + " of " + pair.old.version());
        }
        return String.join("; ", words);
    }

    /** The versions of each function that both have. */
    @GuardedBy("this")
    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Succession each : successions.values()) {
            if (each.previous() != null) {
                for (FunctionProvider old : each.previous().functions().all()) {
                    for (FunctionProvider now : each.next().functions().all()) {
                        if (old.functionName().equals(now.functionName())
                                && old.version().sample() != null
                                && now.version().sample() != null) {
                            pairs.add(new Pair(each.file().name(), now.functionName(), old.version(), now.version()));
                        }
                    }
                }
            }
        }
        return pairs;
    }
}
