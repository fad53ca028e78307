package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code funclet call} says of a runtime that does not respond. */
class UnansweredCallTest extends AnsweringServer {

    @Test
    void silence_endsAtTheTimeout() {
        // Enough for a busy machine to connect: otherwise, that is what the message is about.
        Captured call = call("hang", "x", "--timeout", "1s");

        assertEquals(1, call.status());
        assertEquals(
                "DEADLINE_EXCEEDED: no response within 1 s; --timeout sets another time" + System.lineSeparator(),
                call.err());
    }

    @Test
    void timeThatIsOverBeforeTheCallBegins_isSaidInWords() {
        Captured call = call("hang", "x", "--timeout", "1ms");

        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("DEADLINE_EXCEEDED: no "), call.err());
        assertTrue(call.err().contains(" within 1 ms; "), call.err());
    }

    @Test
    void nobodyListening_isSaidAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Captured call = Captured.run("call", "f", "x", "--address", "127.0.0.1:" + port);

        assertEquals(1, call.status());
        assertEquals(
                "UNAVAILABLE: nothing listens at 127.0.0.1:" + port
                        + " (connection refused); start a runtime, or name the" + " address of another by --address"
                        + System.lineSeparator(),
                call.err());
    }

    @Test
    void hostThatThereIsNot_isSaid_inOneLine() {
        Captured call = Captured.run("call", "f", "x", "--address", "nobody.invalid:1");

        assertEquals(1, call.status());
        assertEquals(
                "UNAVAILABLE: there is no host nobody.invalid (--address) that the name service would know"
                        + System.lineSeparator(),
                call.err());
    }

    @Test
    void whoeverSpeaksHttpAlone_isNoRuntime() throws Exception {
        try (ServerSocket page = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answerByHttp(page));
            answers.start();
            Captured call = Captured.run("call", "f", "x", "--address", "127.0.0.1:" + page.getLocalPort());
            answers.join();

            assertEquals(1, call.status());
            assertTrue(
                    call.err().contains(": 127.0.0.1:" + page.getLocalPort() + " speaks HTTP, but not gRPC; "),
                    call.err());
        }
    }

    private static void answerByHttp(ServerSocket page) {
        try (Socket asked = page.accept()) {
            asked.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            asked.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
