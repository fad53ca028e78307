package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.Payload;
import io.funclet.testkit.functions.ContextFunction;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestCallContextTest {

    @Test
    void function_isCalledWithoutARuntime() throws Exception {
        TestCallContext context =
                TestCallContext.builder().topic("room/1").qos(1).build();
        assertEquals(
                "BAETYL_FAAS room/1 1 1.0.0 hello",
                new ContextFunction().handle(Payload.of("hello"), context).text());
        assertEquals(Map.of("messageTopic", "room/1", "messageQOS", "1"), context.metadata());
    }

    @Test
    void call_isCancelled() {
        TestCallContext context = TestCallContext.of("gate");
        assertFalse(context.isCancelled());
        context.cancel();
        assertTrue(context.isCancelled());
        assertEquals("gate", context.functionName());
    }
}
