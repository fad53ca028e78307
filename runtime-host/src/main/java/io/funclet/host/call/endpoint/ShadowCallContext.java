package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import java.util.HashMap;
import java.util.Map;

/** A copy of a call as its function sees it: the metadata say that it is one. */
final class ShadowCallContext extends FunctionCallContext {

    /** The key of the metadata. */
    private static final String MARK = "funclet.shadow";

    ShadowCallContext(Call call, FunctionEndpoint endpoint, long deadlineNanos) {
        super(call, endpoint.config(), null, deadlineNanos);
    }

    /** For the comparison alone: the function has got no further call. */
    @Override
    void count(CallFailure failure, long nanos) {
        version.sample().ended(failure);
    }

    /** For the log: no caller has got what it tells. */
    @Override
    String name() {
        return super.name() + " (copy of a call)";
    }

    @Override
    public Map<String, String> metadata() {
        Map<String, String> marked = new HashMap<>(super.metadata());
        marked.put(MARK, "true");
        return Map.copyOf(marked);
    }
}
