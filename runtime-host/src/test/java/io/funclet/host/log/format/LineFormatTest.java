package io.funclet.host.log.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.funclet.host.log.FormattedEvents;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** What both formats have in common, and text; {@link JsonLineFormatTest} has the rest. */
class LineFormatTest extends FormattedEvents {

    @Test
    void textLine_readsTimeLevelNameMarkLoggerMessage() {
        assertEquals(
                "2026-11-21T20:30:00.123Z INFO  [gate] (sayhi 1.0.0 invoke-7) io.example - hello\n",
                text(event(Level.INFO, "hello"), MARK));
    }

    @Test
    void textLine_leavesOutWhatIsNotKnown() {
        LogRecord event = event(Level.WARNING, "hello");
        assertAll(
                () -> assertEquals("2026-11-21T20:30:00.123Z WARN  [gate] io.example - hello\n", text(event, null)),
                () -> assertEquals(
                        "2026-11-21T20:30:00.123Z WARN  [gate] (sayhi i) io.example - hello\n",
                        text(event, new LogContext("sayhi", "", "i"))),
                () -> assertEquals(
                        "2026-11-21T20:30:00.123Z WARN  [gate] io.example - hello\n",
                        text(event, new LogContext("", "", ""))),
                () -> assertEquals(
                        "2026-11-21T20:30:00.123Z WARN  io.example - hello\n",
                        new String(new TextLineFormat("").line(event, null, "hello", ThrottleDecision.WHOLE), UTF_8)));
    }

    @Test
    void levels_areNamedAsTheConfigurationNamesThem() {
        assertAll(
                () -> assertEquals("ERROR", LineFormat.level(Level.SEVERE)),
                () -> assertEquals("WARN", LineFormat.level(Level.WARNING)),
                () -> assertEquals("INFO", LineFormat.level(Level.INFO)),
                () -> assertEquals("DEBUG", LineFormat.level(Level.CONFIG)),
                () -> assertEquals("DEBUG", LineFormat.level(Level.FINE)));
    }

    @Test
    void messageWithLineBreaks_cannotForgeAnEvent() {
        String line =
                text(event(Level.INFO, "a\n2026-11-21T20:30:00.123Z ERROR b\r\u001b[2K\u2028\u0085\u202e\tc"), MARK);
        assertEquals(line.length() - 1, line.indexOf('\n'));
        assertTrue(
                line.endsWith("a\\n2026-11-21T20:30:00.123Z ERROR b\\r\\u001b[2K\\u2028\\u0085\\u202e    c\n"), line);
    }

    @Test
    void markFromOutside_cannotForgeTheRestOfItsLine() {
        String line = text(event(Level.INFO, "hello"), new LogContext("sayhi", "", "x) io.funclet - closed\n"));
        assertTrue(
                line.contains("(sayhi x\\u0029\\u0020io.funclet\\u0020-\\u0020closed\\n) io.example - hello\n"), line);
    }

    @Test
    void stackTrace_followsIndented_whateverItsMessageSays() {
        LogRecord event = event(Level.SEVERE, "failed");
        event.setThrown(new IllegalStateException("one\n2026-11-21T20:30:00.123Z INFO  two", new Error("cause")));
        String[] lines = text(event, null).split("\n");
        assertEquals("2026-11-21T20:30:00.123Z ERROR [gate] io.example - failed", lines[0]);
        assertEquals("    java.lang.IllegalStateException: one", lines[1]);
        assertEquals("    2026-11-21T20:30:00.123Z INFO  two", lines[2]);
        assertTrue(lines[3].startsWith("        at io.funclet.host.log.format.LineFormatTest."), lines[3]);
        for (int i = 1; i < lines.length; i++) {
            assertTrue(lines[i].startsWith("    "), lines[i]);
        }
    }

    @Test
    void parameters_areHandledAsJavaUtilLoggingDoes() {
        LogRecord event = event(Level.INFO, "{0} is {1}, it''s so");
        event.setParameters(new Object[] {"a", "b"});
        assertTrue(text(event, null).endsWith(" - a is b, it's so\n"));
        LogRecord without = event(Level.INFO, "{0} stays, it''s so");
        assertTrue(text(without, null).endsWith(" - {0} stays, it''s so\n"));
    }

    @Test
    void parameterThatFails_leavesTheMessage() {
        LogRecord event = event(Level.INFO, "got {0}");
        event.setParameters(new Object[] {
            new Object() {
                @Override
                public String toString() {
                    throw new NoClassDefFoundError("gone");
                }
            }
        });
        assertTrue(text(event, null).endsWith(" - got {0}\n"));
    }

    @Test
    void exceptionThatCannotDescribeItself_isNamed() {
        LogRecord event = event(Level.INFO, "failed");
        event.setThrown(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        });
        String line = text(event, null);
        assertTrue(line.contains("(it cannot be printed: java.lang.IllegalStateException)"), line);
    }

    @Test
    void whateverAFunctionsExceptionThrows_isNoFailureOfTheLog() {
        for (Throwable thrown : new Throwable[] {new AssertionError(), new OutOfMemoryError(), new Exception()}) {
            LogRecord event = event(Level.INFO, "failed");
            event.setThrown(new RuntimeException() {
                @Override
                public String getMessage() {
                    throw LineFormatTest.<RuntimeException>sneaky(thrown);
                }
            });
            String line = text(event, null);
            assertTrue(
                    line.contains("(it cannot be printed: " + thrown.getClass().getName() + ")"), line);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void trace_isInBothFormats() {
        LogContext traced =
                new LogContext("", "sayhi", "", "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertTrue(text(event(Level.INFO, "hello"), traced)
                .contains(" (sayhi trace=4bf92f3577b34da6a3ce929d0e0e4736 span=00f067aa0ba902b7) io.example"));
        JsonObject line = json(event(Level.INFO, "hello"), traced);
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", line.get("traceId").getAsString());
        assertEquals("00f067aa0ba902b7", line.get("spanId").getAsString());
        assertFalse(json(event(Level.INFO, "hello"), MARK).has("traceId"));
    }

    @Test
    void endlessMessage_isCut() {
        String line = text(event(Level.INFO, "x".repeat(LineFormat.MAX_TEXT_CHARS + 5)), null);
        assertTrue(line.endsWith("xxx... (5 more characters)\n"), line.substring(line.length() - 80));
    }

    @Test
    void eventWithoutMessageOrLogger_isALine() {
        LogRecord event = event(Level.INFO, null);
        event.setLoggerName(null);
        assertEquals("2026-11-21T20:30:00.123Z INFO  [gate] root - null\n", text(event, null));
    }
}
