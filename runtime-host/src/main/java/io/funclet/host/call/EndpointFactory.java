package io.funclet.host.call;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.WorkerQuota;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RefusalPolicy;
import io.funclet.host.config.RequestedLimits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes endpoints that share the workers. Keeps those that have left the table until their last call ends. */
final class EndpointFactory {

    /** Without configured functions, each knows its directory itself. */
    private static final Path NOWHERE = Path.of("");

    private final EffectiveLimits defaults;
    private final RefusalPolicy refusalPolicy;
    private final Executor workers;
    private final boolean measured;
    private final WorkerQuota quota;
    private final List<FunctionEndpoint> departed = new CopyOnWriteArrayList<>();

    /**
     * @param defaults what a function may use that sets no limits of its own: as many calls at once as there are
     *     workers
     * @param refusalPolicy what callers get if a function without configuration rejects an event
     * @param growth sets how many workers there may be; {@code null} if their number is fixed
     * @param measured whether to measure what calls cost
     */
    EndpointFactory(
            EffectiveLimits defaults,
            RefusalPolicy refusalPolicy,
            Executor workers,
            IntConsumer growth,
            boolean measured) {
        this.defaults = defaults;
        this.refusalPolicy = refusalPolicy;
        this.workers = workers;
        this.measured = measured;
        this.quota = new WorkerQuota(defaults.concurrency(), workers, growth);
    }

    FunctionEndpoint make(FunctionConfig function) {
        FunctionEndpoint endpoint = new FunctionEndpoint(function, defaults, quota, workers, measured);
        quota.join(endpoint.bulkhead());
        return endpoint;
    }

    /** The configuration of a function that none was written for. */
    FunctionConfig unconfigured(String name) {
        return new FunctionConfig(name, name, NOWHERE, Map.of(), RequestedLimits.NONE, refusalPolicy);
    }

    /** An endpoint leaves the table. The others share its part of the workers. */
    void depart(FunctionEndpoint endpoint) {
        departed.removeIf(other -> other.bulkhead().inside() == 0);
        departed.add(endpoint);
        quota.part(endpoint.bulkhead());
    }

    /** How many accepted calls have no outcome yet, in these endpoints and in those that have left. */
    int unanswered(Collection<FunctionEndpoint> present) {
        return count(present) + count(departed);
    }

    /** These calls by function: {@code 2 of sayhi, 1 of echo}; empty if there are none. */
    String unansweredInWords(Collection<FunctionEndpoint> present) {
        return Stream.concat(present.stream(), departed.stream())
                .filter(endpoint -> count(endpoint) > 0)
                .map(endpoint -> count(endpoint) + " of " + endpoint.name())
                .collect(Collectors.joining(", "));
    }

    private static int count(Collection<FunctionEndpoint> endpoints) {
        int calls = 0;
        for (FunctionEndpoint endpoint : endpoints) {
            calls += count(endpoint);
        }
        return calls;
    }

    private static int count(FunctionEndpoint endpoint) {
        int inside = endpoint.bulkhead().inside();
        return inside == 0 ? 0 : Math.max(0, inside - CurrentCall.answered(endpoint));
    }
}
