package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionException;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Component;

/** Responds with what its call says, and logs and prints it. */
@Component
@FunctionName("context")
public final class ContextFunction implements FunctionHandler {

    private static final Logger LOG = Logger.getLogger("context");

    @Override
    public Payload handle(Payload event, CallContext context) throws FunctionException {
        if (event.text().equals("reject")) {
            throw new FunctionException("rejected on purpose");
        }
        if (event.text().equals("exit")) {
            System.exit(1);
        }
        if (event.text().equals("thread")) {
            new Thread(ContextFunction::awaitInterrupt, "of a function").start();
        }
        LOG.info("logged " + event.text());
        System.out.println("printed " + event.text());
        return Payload.of(context.protocol() + " " + context.topic() + " "
                + context.qos().orElse(-1) + " " + context.functionVersion() + " " + event.text());
    }

    private static void awaitInterrupt() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }
}
