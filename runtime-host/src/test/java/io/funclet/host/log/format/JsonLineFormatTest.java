package io.funclet.host.log.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.log.FormattedEvents;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLineFormatTest extends FormattedEvents {

    @Test
    void countedException_isTold_inJsonToo() throws Exception {
        LogRecord event = event(Level.SEVERE, "failed");
        event.setThrown(new Error("why"));
        ThrottleDecision counted = new ThrottleDecision(true, false, 3, event.getMillis());
        JsonObject line = JsonParser.parseString(new String(json.line(event, MARK, "failed", counted), UTF_8))
                .getAsJsonObject();
        assertEquals("3", line.get("times").getAsString());
        assertEquals("2026-11-21T20:30:00.123Z", line.get("stackAt").getAsString());
        assertFalse(line.has("exception"));
    }

    @Test
    void jsonLine_hasAllFields() {
        LogRecord event = event(Level.WARNING, "hello");
        event.setThrown(new Error("why"));
        JsonObject line = json(event, MARK);
        assertAll(
                () -> assertEquals("2026-11-21T20:30:00.123Z", line.get("time").getAsString()),
                () -> assertEquals("WARN", line.get("level").getAsString()),
                () -> assertEquals("gate", line.get("name").getAsString()),
                () -> assertEquals("sayhi", line.get("function").getAsString()),
                () -> assertEquals("1.0.0", line.get("version").getAsString()),
                () -> assertEquals("invoke-7", line.get("invokeId").getAsString()),
                () -> assertEquals("io.example", line.get("logger").getAsString()),
                () -> assertEquals(
                        Thread.currentThread().getName(), line.get("thread").getAsString()),
                () -> assertEquals("hello", line.get("message").getAsString()),
                () -> assertTrue(line.get("exception").getAsString().startsWith("java.lang.Error: why\n\tat ")));
    }

    @Test
    void jsonLine_hasTheTraceOfItsCall() {
        LogContext traced =
                new LogContext("", "sayhi", "1.0.0", "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        JsonObject line = json(event(Level.INFO, "hello"), traced);
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", line.get("traceId").getAsString());
        assertEquals("00f067aa0ba902b7", line.get("spanId").getAsString());
        assertFalse(json(event(Level.INFO, "hello"), MARK).has("traceId"));
    }

    @Test
    void jsonLine_leavesOutWhatIsNotKnown() {
        JsonObject line = json(event(Level.INFO, "hello"), new LogContext("sayhi", "", ""));
        assertEquals("sayhi", line.get("function").getAsString());
        assertFalse(line.has("version"));
        assertFalse(line.has("invokeId"));
        assertFalse(line.has("exception"));
        assertFalse(json(event(Level.INFO, "hello"), null).has("function"));
    }

    @Test
    void jsonLine_carriesEveryCharacter() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x2100; c++) {
            all.append(c);
        }
        all.appendCodePoint(0x1f600);
        JsonObject line = json(event(Level.INFO, all.toString()), new LogContext(all.toString(), "\"", "\\"));
        assertEquals(all.toString(), line.get("message").getAsString());
        assertEquals(all.toString(), line.get("function").getAsString());
        assertEquals("\"", line.get("version").getAsString());
        assertEquals("\\", line.get("invokeId").getAsString());
    }

    @Test
    void jsonLine_isBoundedInAllItsParts() {
        String huge = "x".repeat(1 << 20);
        LogRecord event = event(Level.INFO, huge);
        event.setLoggerName(huge);
        event.setThrown(new Error(huge));
        JsonObject line = json(event, new LogContext(huge, huge, huge));
        assertTrue(
                line.toString().length() < 7 * LineFormat.MAX_TEXT_CHARS,
                () -> "is " + line.toString().length());
        assertTrue(line.get("exception").getAsString().endsWith("... (the rest is left out)"));
    }

    @Test
    void halfACharacter_isStillValidJson() {
        assertEquals(
                "a?b", json(event(Level.INFO, "a\ud83db"), null).get("message").getAsString());
    }
}
