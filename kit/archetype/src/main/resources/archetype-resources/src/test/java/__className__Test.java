package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.FuncletExtension;
import io.funclet.testkit.FuncletRuntime;
import io.funclet.testkit.TestCallContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class ${className}Test {

    @Test
    void greets() {
        ${className}.Event event = new ${className}.Event("Ada");

        assertEquals(
                new ${className}.Response("Hello Ada"),
                new ${className}().handle(event, TestCallContext.of("${artifactId}")));
    }

    @Test
    @ExtendWith(FuncletExtension.class)
    void greets_inTheRuntime(FuncletRuntime runtime) {
        assertEquals("{\"greeting\":\"Hello Ada\"}", runtime.call("${artifactId}", "{\"name\": \"Ada\"}").text());
    }
}
