package ${package}

import io.funclet.testkit.FuncletExtension
import io.funclet.testkit.FuncletRuntime
import io.funclet.testkit.TestCallContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

class ${className}Test {

    @Test
    fun greets() {
        assertEquals(Response("Hello Ada"), ${className}().handle(Event("Ada"), TestCallContext.of("${artifactId}")))
    }

    @Test
    @ExtendWith(FuncletExtension::class)
    fun greetsInTheRuntime(runtime: FuncletRuntime) {
        assertEquals("{\"greeting\":\"Hello Ada\"}", runtime.call("${artifactId}", "{\"name\": \"Ada\"}").text())
    }
}
