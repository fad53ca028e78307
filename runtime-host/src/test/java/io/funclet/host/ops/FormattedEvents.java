package io.funclet.host.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Events of a known time, and what becomes of them in both formats. */
abstract class FormattedEvents {

    static final LogMark MARK = new LogMark("sayhi", "1.0.0", "invoke-7");

    final LineFormat text = new TextFormat("gate");
    final LineFormat json = new JsonFormat("gate");

    static LogRecord event(Level level, String message) {
        LogRecord event = new LogRecord(level, message);
        event.setInstant(Instant.parse("2026-11-21T20:30:00.123Z"));
        event.setLoggerName("io.example");
        return event;
    }

    String text(LogRecord event, LogMark mark) {
        return new String(text.line(event, mark, text.message(event), Passage.WHOLE), UTF_8);
    }

    JsonObject json(LogRecord event, LogMark mark) {
        String line = new String(json.line(event, mark, json.message(event), Passage.WHOLE), UTF_8);
        assertEquals(line.length() - 1, line.indexOf('\n'), "one line: " + line);
        JsonReader reader = new JsonReader(new StringReader(line));
        reader.setStrictness(Strictness.STRICT);
        return JsonParser.parseReader(reader).getAsJsonObject();
    }
}
