package io.funclet.sample;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import org.osgi.service.component.annotations.Component;

/** Answers the bytes as they came, without copying them. An empty event is filtered, as any empty answer is. */
@Component
@FunctionName("echo")
public final class EchoFunction implements FunctionHandler {

    @Override
    public Payload handle(Payload event, CallContext context) {
        return event;
    }
}
