package io.funclet.host.soak.probe;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import io.funclet.host.soak.library.Library;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Answers with the version of the library that its bundle is wired to. */
@Component
@FunctionName("probe")
public final class ReaderFunction implements FunctionHandler {

    private final Probe probe;

    @Activate
    public ReaderFunction() {
        probe = new Probe(ReaderFunction.class);
    }

    @Override
    public Payload handle(Payload event, CallContext context) throws InterruptedException {
        return probe.answer(event, context, Library.version());
    }

    @Deactivate
    void end() {
        probe.end();
    }
}
