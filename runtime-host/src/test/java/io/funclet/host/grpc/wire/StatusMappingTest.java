package io.funclet.host.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.call.model.CallFailure;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusMappingTest {

    @Test
    void everyFailure_hasTheStatusThatItsCallersExpect() {
        Map<CallFailure, Code> expected = new EnumMap<>(Map.ofEntries(
                Map.entry(CallFailure.MALFORMED_REQUEST, Code.INVALID_ARGUMENT),
                Map.entry(CallFailure.NAME_MISSING, Code.INVALID_ARGUMENT),
                Map.entry(CallFailure.NOT_FOUND, Code.NOT_FOUND),
                Map.entry(CallFailure.UNAVAILABLE, Code.UNAVAILABLE),
                Map.entry(CallFailure.REFUSED, Code.FAILED_PRECONDITION),
                Map.entry(CallFailure.FUNCTION_FAILED, Code.UNKNOWN),
                Map.entry(CallFailure.FUNCTION_BROKEN, Code.INTERNAL),
                Map.entry(CallFailure.TOO_LARGE, Code.RESOURCE_EXHAUSTED),
                Map.entry(CallFailure.OVERLOADED, Code.RESOURCE_EXHAUSTED),
                Map.entry(CallFailure.QUOTA_EXCEEDED, Code.RESOURCE_EXHAUSTED),
                Map.entry(CallFailure.DEADLINE_EXCEEDED, Code.DEADLINE_EXCEEDED),
                Map.entry(CallFailure.CANCELLED, Code.CANCELLED),
                Map.entry(CallFailure.INTERNAL, Code.INTERNAL)));
        assertEquals(EnumSet.allOf(CallFailure.class), expected.keySet());

        expected.forEach((failure, code) -> {
            Status status = StatusMapping.toStatus(failure, "one line");
            assertEquals(code, status.getCode(), failure.name());
            assertEquals("one line", status.getDescription());
        });
    }
}
