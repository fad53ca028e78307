package io.funclet.benchmarks.function;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;

/**
 * Answers the bytes as they came; to {@code version?} the version of its bundle, so that a caller sees when an update
 * serves. The harness writes manifest and component description itself, hence no annotations.
 */
public final class ProbeFunction implements FunctionHandler {

    private static final String QUESTION = "version?";

    @Override
    public Payload handle(Payload event, CallContext context) {
        // The size first: no text is made of what cannot be the question.
        if (event.size() == QUESTION.length() && event.text().equals(QUESTION)) {
            return Payload.of(context.functionVersion());
        }
        return event;
    }
}
