package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionName;
import io.funclet.api.TypedFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** A version of a function. */
@Component
@FunctionName("typed")
public final class TypedNumbers implements TypedFunction<Optional<TypedNumbers.In>, Map<String, Object>> {

    public record In(int number) {}

    public record Out(List<Out> more, double value) {}

    @Override
    public Map<String, Object> handle(Optional<In> event, CallContext context) {
        return Map.of("x", new Out(List.of(), event.map(In::number).orElse(0)));
    }
}
