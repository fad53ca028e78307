package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.FunctionException;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.policy.RefusalPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A function whose operator has chosen that its refusals are responses. */
class RespondedRefusalTest extends InvokedCalls {

    RespondedRefusalTest() {
        super(RefusalPolicy.RESPOND);
    }

    @Test
    void refusal_isAResponse_andCountsAsRefusal() throws Exception {
        serve((event, context) -> {
            throw new FunctionException("no such device");
        });
        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

        assertEquals(new Outcome(null, "function f: no such device"), response.next());
        FunctionStatus status = router.status().get(0);
        assertEquals(Map.of(), status.answered());
        assertEquals(Map.of(Protocol.BAETYL_FUNCTION, Map.of(CallFailure.REFUSED, 1L)), status.failed());
    }

    @Test
    void otherException_fails() throws Exception {
        serve((event, context) -> {
            throw new IllegalStateException("broken");
        });
        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

        assertEquals(CallFailure.FUNCTION_FAILED, response.next().failure());
    }
}
