package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Adds itself to a list that its caller holds: its class loader cannot go. */
@Component
@FunctionName("kept")
public final class KeptFunction implements FunctionHandler {

    @Override
    public Payload handle(Payload event, CallContext context) {
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) System.getProperties().get("kept");
        list.add(new Object[] {this});
        return event;
    }
}
