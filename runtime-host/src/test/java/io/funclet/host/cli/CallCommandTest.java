package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code funclet call} sends, and what it makes of the answer. */
class CallCommandTest extends AnsweringServer {

    @Test
    void generation1_sendsItsFields() {
        Captured call = call("sayhi", "hey", "--generation", "1", "--qos", "1", "--topic", "t", "--invoke-id", "i");

        assertEquals("G1 sayhi i qos=1 t hey", call.text());
        assertEquals(0, call.status());
    }

    @Test
    void generation2_sendsItsFields() {
        String[] args =
                "sayhi hey --generation 2 --qos 1 --topic t --invoke-id i --id 18446744073709551615 --timestamp 7"
                        .split(" ");

        assertEquals(
                "G2 sayhi i qos=1 t id=18446744073709551615 at=7 hey",
                call(args).text());
    }

    @Test
    void generation3_isTheDefault() {
        assertEquals("G3 sayhi  qos=0  id=0 at=0 hey", call("sayhi", "hey").text());
    }

    @Test
    void generation4_sendsMetadata_andWhatTheUserNamesWins() {
        String[] args =
                "sayhi hey --generation 4 --topic t --timestamp 7 --id 3 --metadata k=v=w --metadata messageQOS=2"
                        .split(" ");

        assertEquals(
                "G4 id=3 {functionName=sayhi, k=v=w, messageQOS=2, messageTimestamp=7, messageTopic=t} hey",
                call(args).text());
    }

    @Test
    void answer_isWrittenByteByByte() {
        byte[] bytes = {0, (byte) 0xff, '\n', '\r', (byte) 0xc3};
        answer = ByteString.copyFrom(bytes);

        assertArrayEquals(bytes, call("echo", "x").out());
    }

    @Test
    void answerOverFourMebibytes_arrives() {
        answer = ByteString.copyFrom(new byte[5 << 20]);

        assertEquals(5 << 20, call("echo", "x").out().length);
    }

    @Test
    void emptyAnswer_printsNothing_andStandardErrorSaysFiltered() {
        answer = ByteString.EMPTY;
        Captured call = call("sayhi", "hey");

        assertEquals(0, call.status());
        assertEquals(0, call.out().length);
        assertTrue(call.err().startsWith("filtered"), call.err());
    }

    @Test
    void payload_isReadFromStandardInput_ifMissingOrDash() {
        byte[] input = "from input".getBytes(StandardCharsets.UTF_8);
        String address = "127.0.0.1:" + server.getPort();

        assertEquals(
                "G3 f  qos=0  id=0 at=0 from input",
                Captured.runWithInput(input, "call", "f", "--address", address).text());
        assertEquals(
                "G3 f  qos=0  id=0 at=0 from input",
                Captured.runWithInput(input, "call", "f", "-", "--address", address)
                        .text());
    }

    @Test
    void failure_isOneLineWithItsStatus_andStatus1() {
        Captured call = call("fail", "no such\nthing");

        assertEquals(1, call.status());
        assertEquals("NOT_FOUND: no such thing" + System.lineSeparator(), call.err());
        assertEquals(0, call.out().length);
    }

    @Test
    void silence_endsAtTheTimeout() {
        Captured call = call("hang", "x", "--timeout", "100ms");

        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("DEADLINE_EXCEEDED: "), call.err());
    }

    @Test
    void nobodyListening_isSaidAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Captured call = Captured.run("call", "f", "x", "--address", "127.0.0.1:" + port);

        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("UNAVAILABLE: ") && call.err().contains("refused"), call.err());
        assertEquals(1, call.err().lines().count());
    }
}
