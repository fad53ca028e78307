package ${package};

import io.funclet.api.CallContext;
import io.funclet.api.FunctionName;
import io.funclet.api.TypedFunction;
import org.osgi.service.component.annotations.Component;

/** Greets: {"name": "Ada"} becomes {"greeting": "Hello Ada"}. */
@Component
@FunctionName("${artifactId}")
public final class ${className} implements TypedFunction<${className}.Event, ${className}.Response> {

    public record Event(String name) {}

    public record Response(String greeting) {}

    @Override
    public Response handle(Event event, CallContext context) {
        return new Response("Hello " + event.name());
    }
}
