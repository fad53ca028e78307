package io.funclet.host.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.funclet.host.log.format.JsonLineFormat;
import io.funclet.host.log.format.LineFormat;
import io.funclet.host.log.format.TextLineFormat;
import java.io.StringReader;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Events of a known time, and what becomes of them in both formats. */
public abstract class FormattedEvents {

    public static final LogContext MARK = new LogContext("sayhi", "1.0.0", "invoke-7");

    final LineFormat text = new TextLineFormat("gate");
    public final LineFormat json = new JsonLineFormat("gate");

    public static LogRecord event(Level level, String message) {
        LogRecord event = new LogRecord(level, message);
        event.setInstant(Instant.parse("2026-11-21T20:30:00.123Z"));
        event.setLoggerName("io.example");
        return event;
    }

    public String text(LogRecord event, LogContext mark) {
        return new String(text.line(event, mark, text.message(event), ThrottleDecision.WHOLE), UTF_8);
    }

    public JsonObject json(LogRecord event, LogContext mark) {
        String line = new String(json.line(event, mark, json.message(event), ThrottleDecision.WHOLE), UTF_8);
        assertEquals(line.length() - 1, line.indexOf('\n'), "one line: " + line);
        JsonReader reader = new JsonReader(new StringReader(line));
        reader.setStrictness(Strictness.STRICT);
        return JsonParser.parseReader(reader).getAsJsonObject();
    }
}
