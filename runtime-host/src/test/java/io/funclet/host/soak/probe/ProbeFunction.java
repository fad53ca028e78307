package io.funclet.host.soak.probe;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Answers with the version of its own bundle. */
@Component
@FunctionName("probe")
public final class ProbeFunction implements FunctionHandler {

    private final Probe probe;

    @Activate
    public ProbeFunction() {
        probe = new Probe(ProbeFunction.class);
    }

    @Override
    public Payload handle(Payload event, CallContext context) throws InterruptedException {
        return probe.answer(event, context);
    }

    @Deactivate
    void end() {
        probe.end();
    }
}
