package io.funclet.host.call.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.api.Payload;
import io.funclet.host.call.model.CallFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When two versions have replied alike. */
class ReplyTest {

    private static Reply text(String response) {
        return new Reply(null, Payload.of(response));
    }

    private static Optional<String> difference(String old, String now) {
        return text(old).difference(text(now));
    }

    private static void assertAlike(String old, String now) {
        assertEquals(Optional.empty(), difference(old, now));
    }

    @Test
    void orderAndSpaces_ofTheMembersOfAnObject_makeNoDifference() {
        assertAlike("{\"a\": {\"x\": 1, \"y\": null}, \"b\": [1, 2]}", "{\"b\":[1,2],\"a\":{\"y\":null,\"x\":1}}");
    }

    @Test
    void otherOrderOfAnArray_otherNumber_orTextInPlaceOfANumber_isADifference() {
        assertEquals(Optional.of("7 bytes in place of 7, other from byte 2 on"), difference("{\"a\":1}", "{\"b\":1}"));
        for (String other : new String[] {"{\"a\":[2,1]}", "{\"a\":[1,2.0]}", "{\"a\":[1,\"2\"]}", "{\"a\":[1,3]}"}) {
            assertEquals(true, difference("{\"a\":[1,2]}", other).isPresent(), other);
        }
        assertEquals(
                true,
                difference("{\"a\":9007199254740993}", "{\"a\": 9007199254740992}")
                        .isPresent());
    }

    @Test
    void objectWithOneKeyTwice_orBytesThatAreNoText_areComparedByBytes() {
        assertEquals(true, difference("{\"a\":1,\"a\":2}", "{\"a\":2}").isPresent());
        Reply old = new Reply(null, Payload.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
        Reply now = new Reply(null, Payload.of(new byte[] {'{', '"', (byte) 0xfe, '"', ':', '1', '}'}));
        assertEquals(Optional.of("7 bytes in place of 7, other from byte 2 on"), old.difference(now));
        assertEquals(Optional.empty(), old.difference(old));
    }

    @Test
    void otherOutcome_isADifference_andItsMessageIsNot() {
        Reply failed = new Reply(CallFailure.FUNCTION_FAILED, Payload.empty());
        assertEquals(
                Optional.of("the old version responds, and the new one throws an exception"),
                text("").difference(failed));
        assertEquals(Optional.empty(), failed.difference(failed));
    }
}
