package io.funclet.host.deploy.rollout;

import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.deploy.status.RolloutStatus;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the calls so far say about the functions that two versions have. Not thread-safe. */
final class Comparison {

    /** The durations that do not count: classes are loaded, and code is compiled. */
    private final Map<CallSample, Latency> warmUp = new HashMap<>();

    /** The new versions get another part of the calls: they warm up for it. */
    void begin() {
        warmUp.clear();
    }

    /**
     * Why one of the new versions is worse, in words that follow its name; empty if that is not known.
     *
     * @param warm whether the durations count from now on
     */
    Optional<String> worse(List<ComparedFunction> pairs, boolean warm) {
        for (ComparedFunction pair : pairs) {
            CallSample now = pair.now().sample();
            if (!warm || !warmUp.containsKey(now)) {
                warmUp.put(now, now.figures().durations());
            }
            Optional<String> worse = pair.worse(warmUp.get(now));
            if (worse.isPresent()) {
                return worse;
            }
        }
        return Optional.empty();
    }

    /** Whether one looks worse, and there are too few calls to know. After {@link #worse}. */
    boolean isDoubtful(List<ComparedFunction> pairs) {
        return pairs.stream()
                .anyMatch(pair -> pair.isDoubtful(warmUp.get(pair.now().sample())));
    }

    /** The figures, in words. {@code shadows} is {@code null} if no calls are copied. */
    static String words(List<ComparedFunction> pairs, Shadows shadows) {
        return pairs.stream()
                .map(each -> each.words()
                        + (shadows == null ? "" : "; " + shadows.figures(each).words()))
                .collect(Collectors.joining("; "));
    }

    List<RolloutStatus> status(
            List<ComparedFunction> pairs,
            int percent,
            Duration lasted,
            Duration length,
            boolean held,
            Shadows shadows) {
        List<RolloutStatus> status = new ArrayList<>();
        for (ComparedFunction pair : pairs) {
            Copies copies = shadows == null ? null : shadows.figures(pair);
            Latency cold = warmUp.get(pair.now().sample());
            status.add(pair.status(percent, lasted, length, held, cold, copies));
        }
        return status;
    }
}
