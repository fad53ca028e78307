package io.funclet.host.cli;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import java.util.Map;

/**
 * The function that the demo adds, updates and removes. {@link DemoBundle} puts this class into bundles of its own, and
 * there alone it is used: public, for Declarative Services.
 */
public final class GreetingFunction implements FunctionHandler {

    private final String greeting;

    /**
     * Made by Declarative Services.
     *
     * @param properties the component's properties; {@code greeting} is what to say
     */
    public GreetingFunction(Map<String, Object> properties) {
        greeting = (String) properties.get("greeting");
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(greeting + ", " + event.text() + "! I am " + context.functionName() + " "
                + context.functionVersion() + ".");
    }
}
