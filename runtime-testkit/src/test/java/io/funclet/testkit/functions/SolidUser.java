package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import io.funclet.testkit.functions.tellers.Teller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Responds with what a service tells. */
@Component
@FunctionName("solid")
public final class SolidUser implements FunctionHandler {

    private final Teller teller;

    @Activate
    public SolidUser(@Reference Teller teller) {
        this.teller = teller;
        System.out.println("solid starts with " + teller.tell());
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(teller.tell());
    }
}
