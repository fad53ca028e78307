package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import io.funclet.testkit.functions.tellers.Teller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The same, but does not start with version 1.1.0. */
@Component
@FunctionName("fragile")
public final class FragileUser implements FunctionHandler {

    private final Teller teller;

    @Activate
    public FragileUser(@Reference Teller teller) {
        if (teller.tell().equals("1.1.0")) {
            throw new IllegalStateException("not with this one");
        }
        this.teller = teller;
        System.out.println("fragile starts with " + teller.tell());
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(teller.tell());
    }
}
