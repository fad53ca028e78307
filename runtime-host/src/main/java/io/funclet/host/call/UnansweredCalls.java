package io.funclet.host.call;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import java.util.stream.Collectors;

/** The accepted calls that have no outcome yet, also those of endpoints that have left. */
public record UnansweredCalls(EndpointTable endpoints) {

    int count() {
        return endpoints.all().mapToInt(UnansweredCalls::of).sum();
    }

    /** By function: {@code 2 of sayhi, 1 of echo}; empty if there are none. */
    public String inWords() {
        return endpoints
                .all()
                .filter(endpoint -> of(endpoint) > 0)
                .map(endpoint -> of(endpoint) + " of " + endpoint.name())
                .collect(Collectors.joining(", "));
    }

    private static int of(FunctionEndpoint endpoint) {
        int inside = endpoint.bulkhead().inside();
        return inside == 0 ? 0 : Math.max(0, inside - CurrentCall.answered(endpoint));
    }
}
