package io.funclet.sample;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import org.junit.jupiter.api.Test;

class EchoFunctionTest {

    @Test
    void eventComesBack_withoutACopy() {
        Payload event = Payload.of(new byte[] {0, -1, 'x'});

        assertSame(event, new EchoFunction().handle(event, TestCall.bare(Protocol.BAETYL_FUNCTION)));
    }
}
