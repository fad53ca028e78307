package io.funclet.host.deploy.rollout;

import io.funclet.host.call.compare.SampleComparison;
import io.funclet.host.call.compare.SampleFigures;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.deploy.serving.FunctionProvider;
import io.funclet.host.deploy.status.RolloutStatus;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import io.funclet.host.deploy.status.RolloutStatus.Side;
import io.funclet.host.deploy.status.RolloutStatus.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A function that two versions have.
 *
 * @param file of the new one, without the directory
 */
record ComparedFunction(String file, String function, FunctionVersion old, FunctionVersion now) {

    /** Those of bundles and of the ones before them. */
    static List<ComparedFunction> of(Collection<Succession> successions) {
        List<ComparedFunction> compared = new ArrayList<>();
        for (Succession each : successions) {
            if (each.previous() != null) {
                for (FunctionProvider old : each.previous().functions().all()) {
                    for (FunctionProvider now : each.next().functions().all()) {
                        if (old.functionName().equals(now.functionName())
                                && old.version().sample() != null
                                && now.version().sample() != null) {
                            compared.add(new ComparedFunction(
                                    each.file().name(), now.functionName(), old.version(), now.version()));
                        }
                    }
                }
            }
        }
        return compared;
    }

    /** The figures so far. The durations of the warm-up do not count; {@code null} if there was none yet. */
    RolloutStatus status(int percent, Duration lasted, Duration length, boolean held, Latency warmUp, Copies copies) {
        return new RolloutStatus(
                file, function, percent, lasted, length, held, trend(warmUp), side(now), side(old), copies);
    }

    /** Why the new version is worse, in words; empty if that is not known. The durations of the warm-up do not count. */
    Optional<String> worse(Latency warmUp) {
        return SampleComparison.worse(
                        old.sample().figures(), now.sample().figures().since(warmUp))
                .map(words -> "of function " + function + ", " + words + " of " + old.version());
    }

    /** Whether the new version looks worse, and there are too few calls to know. */
    boolean isDoubtful(Latency warmUp) {
        return SampleComparison.isDoubtful(
                old.sample().figures(), now.sample().figures().since(warmUp));
    }

    private Trend trend(Latency warmUp) {
        SampleFigures current = now.sample().figures();
        SampleFigures before = old.sample().figures();
        if (current.calls() == 0) {
            return Trend.NO_CALLS;
        }
        if (before.calls() == 0) {
            return Trend.NO_CALLS_BEFORE;
        }
        return SampleComparison.worse(before, warmUp == null ? current : current.since(warmUp))
                        .isPresent()
                ? Trend.WORSE
                : Trend.NOT_WORSE;
    }

    private static Side side(FunctionVersion version) {
        SampleFigures figures = version.sample().figures();
        Latency durations = figures.durations();
        return new Side(
                version.version(),
                figures.calls(),
                figures.errors(),
                figures.panics(),
                durations.quantile(0.5),
                durations.quantile(0.95),
                durations.quantile(0.99));
    }

    boolean isCalled() {
        return now.sample().figures().calls() > 0;
    }

    /** The errors so far, in words. */
    String words() {
        SampleFigures current = now.sample().figures();
        SampleFigures before = old.sample().figures();
        return "of function " + function + ", " + current.errors() + " of " + current.calls() + " calls failed, and "
                + before.errors() + " of " + before.calls() + " of " + old.version();
    }
}
