package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.compare.SampleComparison;
import io.funclet.host.call.endpoint.VersionShare;
import io.funclet.host.call.model.CallShare;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.RolloutStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private static final int HALF = 50;

    /** A new version that looks worse is compared for so many times as long. */
    private static final int MOST_TIMES = 10;

    private final UpdatePolicy policy;

    /** Of the present part of the calls. */
    @GuardedBy("this")
    private long begin = System.nanoTime();

    @GuardedBy("this")
    private int percent;

    /** {@code null} if no calls are copied. */
    @GuardedBy("this")
    private Shadows shadows;

    /** Whether the old version has got calls again, because the new one looks worse. */
    @GuardedBy("this")
    private boolean doubted;

    /** Whether an operator has set the part of the calls, so that it does not grow by itself. */
    @GuardedBy("this")
    private boolean held;

    @GuardedBy("this")
    private final Map<DeployedFile, Succession> successions = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Comparison comparison = new Comparison();

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
        comparison.begin();
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
        List<ComparedFunction> pairs = pairs();
        Optional<String> worse = comparison.worse(pairs, counts);
        if (worse.isPresent()) {
            return takeBack(worse.get());
        }
        boolean doubt = counts && shadows == null && !held && comparison.isDoubtful(pairs);
        if (doubt && percent == UpdatePolicy.ALL) {
            compareHalf();
        }
        boolean over = lasted().compareTo(policy.observe().multipliedBy(doubt ? MOST_TIMES : 1)) >= 0 && !held;
        Optional<String> fault = over && shadows != null ? shadows.fault() : Optional.empty();
        if (fault.isPresent()) {
            return takeBack(fault.get());
        }
        if (over && percent < UpdatePolicy.ALL && !doubted) {
            String figures = figures();
            share(percent == NONE ? policy.canary() : Math.min(UpdatePolicy.ALL, STEP * percent), NONE);
            successions.values().iterator().next().tell("gets " + percent + "% of the calls: " + figures);
        } else if (over) {
            boolean called = pairs.stream().anyMatch(ComparedFunction::isCalled);
            String proof = doubt
                    ? "looks worse, but that may be chance, so it stays: "
                    : called ? "has proved itself: " : "has not been called, and stays unproved: ";
            verdict = new RolloutVerdict(false, false, proof + figures());
        }
        return verdict != null;
    }

    /** The old version gets calls again, so that there are enough of both, in the same minutes. */
    @GuardedBy("this")
    private void compareHalf() {
        doubted = true;
        percent = HALF;
        share();
        successions
                .values()
                .iterator()
                .next()
                .tell("looks worse, but that may be chance: the version before it gets half of the calls: "
                        + figures());
    }

    @GuardedBy("this")
    private boolean takeBack(String reason) {
        verdict = new RolloutVerdict(true, false, "was taken back after " + lasted().toMillis() + " ms: " + reason);
        return true;
    }

    /** The figures so far. */
    synchronized List<RolloutStatus> status() {
        return comparison.status(pairs(), percent, lasted(), policy.observe(), held, shadows);
    }

    private synchronized String figures() {
        return Comparison.words(pairs(), shadows);
    }

    /** The functions that both versions have. */
    @GuardedBy("this")
    private List<ComparedFunction> pairs() {
        return ComparedFunction.of(successions.values());
    }
}
