package ${package}

import io.funclet.api.CallContext
import io.funclet.api.FunctionName
import io.funclet.api.TypedFunction
import org.osgi.service.component.annotations.Component

data class Event(val name: String)

data class Response(val greeting: String)

/** Greets: {"name": "Ada"} becomes {"greeting": "Hello Ada"}. */
@Component
@FunctionName("${artifactId}")
class ${className} : TypedFunction<Event, Response> {

    override fun handle(event: Event, context: CallContext) = Response("Hello " + event.name)
}
