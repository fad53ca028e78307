package io.funclet.host.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are no message of any generation. */
class MalformedMessageTest {

    @ParameterizedTest
    @EnumSource
    void lengthsBeyondTheMessage_areRejected(WireGeneration generation) {
        int payload = Generations.payloadNumber(generation) << 3 | 2;
        rejects(generation, payload, 1);
        rejects(generation, payload, 0xFF, 0xFF, 0xFF, 0xFF, 0x07);
        rejects(generation, payload, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
        rejects(generation, payload, 0x80, 0x80, 0x80, 0x80, 0x08);
        // A map entry, or a string, of negative and of huge length.
        rejects(generation, 2 << 3 | 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
        rejects(generation, 2 << 3 | 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x07);
    }

    @ParameterizedTest
    @EnumSource
    void groups_areRejectedUnlessTheyEnd(WireGeneration generation) {
        rejects(generation, 100 << 3 | 4);
        rejects(generation, 13 << 3 | 3);
        rejects(generation, 13 << 3 | 3, 14 << 3 | 4);
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) (13 << 3 | 3));
        assertThrows(IOException.class, () -> generation.parse(deep, null, null));
    }

    @ParameterizedTest
    @EnumSource
    void fieldNumberZero_isRejected(WireGeneration generation) {
        rejects(generation, 0);
        rejects(generation, 2, 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BAETYL_FAAS")
    void textThatIsNotUtf8_isRejected(WireGeneration generation) {
        rejects(generation, 11 << 3 | 2, 2, 0xC3, 0x28);
    }

    @Test
    void metadataThatIsNotUtf8_isRejected() {
        rejects(WireGeneration.BAETYL_FAAS, 2 << 3 | 2, 4, 1 << 3 | 2, 2, 0xC3, 0x28);
        rejects(WireGeneration.BAETYL_FAAS, 2 << 3 | 2, 4, 2 << 3 | 2, 2, 0xC3, 0x28);
    }

    private static void rejects(WireGeneration generation, int... bytes) {
        byte[] message = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            message[i] = (byte) bytes[i];
        }
        IOException rejected = assertThrows(IOException.class, () -> generation.parse(message, null, null));
        assertFalse(rejected.getMessage().isBlank());
        assertTrue(rejected.getMessage().lines().count() == 1, rejected.getMessage());
    }
}
