package io.funclet.host.deploy.rollout;

import io.funclet.host.call.compare.SampleFigures;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.serving.FunctionProvider;
import io.funclet.host.deploy.status.RolloutStatus;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import io.funclet.host.deploy.status.RolloutStatus.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

    RolloutStatus status(int percent, Duration lasted, Duration length, Copies copies) {
        return new RolloutStatus(file, function, percent, lasted, length, side(now), side(old), copies);
    }

    private static Side side(FunctionVersion version) {
        SampleFigures figures = version.sample().figures();
        return new Side(
                version.version(),
                figures.calls(),
                figures.errors(),
                figures.panics(),
                figures.durations().quantile(0.5),
                figures.durations().quantile(0.99));
    }

    /** The figures so far, in words. */
    String figures() {
        SampleFigures figures = now.sample().figures();
        SampleFigures before = old.sample().figures();
        return "of function " + function + ", " + figures.errors() + " of " + figures.calls() + " calls failed, and "
                + before.errors() + " of " + before.calls() + " of " + old.version();
    }
}
