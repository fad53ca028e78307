package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Responds with its settings. */
@Component
@FunctionName("press")
public final class PressFunction implements FunctionHandler {

    /** Its settings. */
    public @interface Config {
        int port() default 1;

        String unit() default "bar";

        boolean log_all() default false;

        String[] tags() default {};
    }

    private final String settings;

    @Activate
    public PressFunction(Config config) {
        settings = config.port() + config.unit() + config.log_all() + String.join("+", config.tags());
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(settings);
    }
}
