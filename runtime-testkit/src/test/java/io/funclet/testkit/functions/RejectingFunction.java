package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionException;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import org.osgi.service.component.annotations.Component;

/** Rejects each event. */
@Component
@FunctionName("rejects")
public final class RejectingFunction implements FunctionHandler {

    @Override
    public Payload handle(Payload event, CallContext context) throws FunctionException {
        throw new FunctionException("no such device: " + event.text());
    }
}
