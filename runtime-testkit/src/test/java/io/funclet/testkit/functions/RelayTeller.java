package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import io.funclet.testkit.functions.tellers.Teller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells what another one tells. */
@Component(property = "relay=yes")
public final class RelayTeller implements Teller {

    /** Responds with what the relay tells. */
    @Component
    @FunctionName("relayed")
    public static final class User implements FunctionHandler {

        @Reference(target = "(relay=*)")
        private Teller teller;

        @Override
        public Payload handle(Payload event, CallContext context) {
            return Payload.of(teller.tell());
        }
    }

    private final Teller teller;

    @Activate
    public RelayTeller(@Reference(target = "(!(relay=*))") Teller teller) {
        this.teller = teller;
    }

    @Override
    public String tell() {
        return "by " + teller.tell();
    }
}
