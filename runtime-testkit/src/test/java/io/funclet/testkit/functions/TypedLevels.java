package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionName;
import io.funclet.api.TypedFunction;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** A later version of the same function, with other types. */
@Component
@FunctionName("typed")
public final class TypedLevels implements TypedFunction<Optional<TypedLevels.Level>, String> {

    public enum Level {
        LOW
    }

    @Override
    public String handle(Optional<Level> event, CallContext context) {
        return event.map(Level::name).orElse(context.functionVersion());
    }
}
