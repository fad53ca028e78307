package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void payload_isReadFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("event"), new byte[] {'a', '\n'});

        assertEquals(
                "G3 f  qos=0  id=0 at=0 a\n",
                call("f", "--file", file.toString()).text());
        for (String[] wrong : new String[][] {
            {"f", "payload", "--file", file.toString()},
            {"f", "--file", directory.toString()},
            {"f", "--file", directory.resolve("absent").toString()},
            {"f", "x", "--count", "0"}
        }) {
            Captured call = call(wrong);
            assertEquals(2, call.status());
            assertTrue(call.err().contains("--"), call.err());
        }
    }

    @Test
    void count_printsASummary() {
        Captured call = call("f", "x", "--count", "5");

        assertEquals(0, call.status());
        assertTrue(
                call.text().matches("5 calls, 0 failures; min [0-9.]+ ms, median [0-9.]+ ms, p99 [0-9.]+ ms\\R"),
                call.text());
        Captured failing = call("fail", "no", "--count", "2");
        assertEquals(1, failing.status());
        assertTrue(failing.text().startsWith("2 calls, 2 failures; "), failing.text());
        assertEquals("NOT_FOUND: no" + System.lineSeparator(), failing.err());
    }

    @Test
    void json_isOneObject_withStatusResponseAndTime() {
        JsonObject one = json(call("f", "\"x\"", "--json"), 0);
        assertEquals("OK", one.get("status").getAsString());
        assertEquals("G3 f  qos=0  id=0 at=0 \"x\"", one.get("response").getAsString());
        assertTrue(one.get("millis").getAsDouble() > 0);
        JsonObject failed = json(call("fail", "no", "--json"), 1);
        assertEquals("NOT_FOUND", failed.get("status").getAsString());
        assertEquals("NOT_FOUND: no", failed.get("message").getAsString());
        JsonObject many = json(call("f", "x", "--json", "--count", "3"), 0);
        assertEquals(3, many.get("calls").getAsInt());
        assertEquals(0, many.get("failures").getAsInt());
        assertTrue(
                many.get("minMillis").getAsDouble() <= many.get("medianMillis").getAsDouble());
        assertTrue(
                many.get("medianMillis").getAsDouble() <= many.get("p99Millis").getAsDouble());
        answer = ByteString.copyFrom(new byte[] {(byte) 0xff});
        assertEquals(
                "/w==", json(call("f", "x", "--json"), 0).get("responseBase64").getAsString());
    }

    private static JsonObject json(Captured call, int status) {
        assertEquals(status, call.status());
        assertEquals("", call.err());
        return JsonParser.parseString(call.text()).getAsJsonObject();
    }

    @Test
    void failure_isOneLineWithItsStatus_andStatus1() {
        Captured call = call("fail", "no such\nthing");

        assertEquals(1, call.status());
        assertEquals("NOT_FOUND: no such thing" + System.lineSeparator(), call.err());
        assertEquals(0, call.out().length);
    }

    @Test
    void eventThatBeginsLikeAFileOfArguments_isSentAsItIs(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("arguments"), "other");

        assertEquals("G3 f  qos=0  id=0 at=0 @" + file, call("f", "@" + file).text());
    }

    @Test
    void eventThatBeginsWithMinus_goesBehindTheOptions() {
        assertEquals("G3 f  qos=0  id=0 at=0 -5", call("f", "-5").text());
        assertEquals(
                "G3 f  qos=0  id=0 at=0 -x",
                Captured.run("call", "--address", "127.0.0.1:" + server.getPort(), "f", "--", "-x")
                        .text());
    }

    @Test
    void ordersOfAFunctionToTheTerminal_areNotObeyed() {
        assertEquals(
                "NOT_FOUND: a?[2J?b" + System.lineSeparator(),
                call("fail", "a\u001b[2J\u009bb").err());
    }
}
