package io.funclet.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void array_isNotCopied() {
        byte[] array = {1, 2, 3};
        Payload payload = Payload.of(array);
        array[0] = 9;
        assertEquals(9, payload.buffer().get(0));
    }

    @Test
    void bytes_areACopy() {
        Payload payload = Payload.of("abc");
        payload.bytes()[0] = 'x';
        assertEquals("abc", payload.text());
    }

    @Test
    void buffer_cannotBeWritten() {
        ByteBuffer view = Payload.of("abc").buffer();
        assertThrows(ReadOnlyBufferException.class, () -> view.put(0, (byte) 1));
    }

    @Test
    void rangeOfABuffer_isThePayload_whateverHappensToItsPosition() {
        ByteBuffer buffer =
                ByteBuffer.wrap("0123456789".getBytes(UTF_8)).position(2).limit(5);
        Payload payload = Payload.of(buffer);
        buffer.clear();
        assertEquals("234", payload.text());
        assertEquals(3, payload.size());
        assertArrayEquals("234".getBytes(UTF_8), payload.bytes());
    }

    @Test
    void directBuffer_readsAsAnArrayDoes() throws IOException {
        byte[] content = new byte[20_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + i % 26);
        }
        ByteBuffer direct =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        Payload payload = Payload.of(direct);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        payload.writeTo(written);
        assertArrayEquals(content, written.toByteArray());
        assertEquals(new String(content, UTF_8), payload.text());
        assertEquals(Payload.of(content), payload);
        assertEquals(Payload.of(content).hashCode(), payload.hashCode());
    }

    @Test
    void noBytes_areTheEmptyPayload() {
        assertSame(Payload.empty(), Payload.of(new byte[0]));
        assertSame(Payload.empty(), Payload.of(""));
        assertTrue(Payload.empty().isEmpty());
        assertEquals("", Payload.empty().text());
    }

    @Test
    void payloadsDiffer_whenTheirBytesDo() {
        assertNotEquals(Payload.of("a"), Payload.of("b"));
        assertEquals("Payload[2 bytes: [97, 98]]", Payload.of("ab").toString());
    }
}
