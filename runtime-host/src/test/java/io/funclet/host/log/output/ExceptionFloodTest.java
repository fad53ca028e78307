package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.format.LineFormat;
import io.funclet.host.log.throttle.RepeatCounter;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Exceptions are logged with their stack once, then counted. */
class ExceptionFloodTest extends FloodedLog {

    private static final String PREFIX = "ERROR (sayhi 1.0.0 invoke-7) io.example - ";
    private static final int FREE = RepeatCounter.MOST_WRITTEN;

    private void fail(String message, Throwable thrown) {
        log(SAYHI, Level.SEVERE, "io.example", message, thrown);
    }

    private static IllegalStateException one(String message) {
        return new IllegalStateException(message);
    }

    private static IllegalStateException another(String message) {
        return new IllegalStateException(message);
    }

    private int stacks() {
        return text().split("\n    java\\.lang\\.[A-Z][A-Za-z]*", -1).length - 1;
    }

    @Test
    void secondTime_theStackIsLeftOut_andTheLineCounts() {
        for (int i = 1; i <= 3; i++) {
            fail("function sayhi failed: " + i, one("no room " + i));
            clocks.pass(Duration.ofSeconds(1));
        }
        assertEquals(
                List.of(
                        PREFIX + "function sayhi failed: 1",
                        PREFIX + "function sayhi failed: 2 (2 times so far, stack at 2026-11-21T20:30:00.123Z)",
                        PREFIX + "function sayhi failed: 3 (3 times so far, stack at 2026-11-21T20:30:00.123Z)"),
                news());
        assertEquals(1, stacks(), this::text);
    }

    @Test
    void otherPlaceClassOrFunction_isAnotherException() {
        for (int i = 0; i < 2; i++) {
            for (LogContext mark : new LogContext[] {SAYHI, ECHO}) {
                log(mark, Level.SEVERE, "io.example", "failed", one(""));
                log(mark, Level.SEVERE, "io.example", "failed", another(""));
                log(mark, Level.SEVERE, "io.example", "failed", new IllegalArgumentException());
            }
        }
        assertTold(6);
    }

    @Test
    void otherMessageOrLogger_isAnotherException() {
        String[][] events = {{"io.example", "failed"}, {"io.example", "could not"}, {"io.other", "failed"}};
        for (int i = 0; i < 2; i++) {
            for (String[] event : events) {
                log(SAYHI, Level.SEVERE, event[0], event[1], one(""));
            }
        }
        assertTold(3);
    }

    @Test
    void otherCause_isAnotherException() {
        Throwable[] causes = {null, new Error(), new AssertionError()};
        for (int i = 0; i < 2; i++) {
            for (Throwable cause : causes) {
                fail("failed", one("").initCause(cause));
            }
        }
        assertTold(3);
    }

    /** Each of so many exceptions once with its stack, and once without. */
    private void assertTold(int exceptions) {
        assertEquals(exceptions, stacks(), this::text);
        assertEquals(
                exceptions,
                news().stream().filter(line -> line.contains("(2 times so far")).count());
    }

    @Test
    void flood_isFolded_whateverTheMessages() {
        for (int i = 0; i < 1000; i++) {
            fail("function sayhi failed: \"" + Integer.toString(i, 36) + "\"", one(Integer.toString(i)));
        }
        assertEquals(FREE, news().size());
        clocks.pass(Duration.ofSeconds(10));
        log.settle();
        assertEquals(
                List.of(
                        "ERROR (sayhi 1.0.0) io.example - repeated 980 times in the last 10 s: function sayhi failed: \"k\""
                                + " (1000 times so far, stack at 2026-11-21T20:30:00.123Z)"),
                news());
    }

    @Test
    void stack_isLoggedAgainAfterAnHour_sinceItsFileMayBeGone() {
        for (long pause : new long[] {0, RepeatCounter.STACK_AGAIN_NANOS, 0}) {
            clocks.pass(Duration.ofNanos(pause));
            fail("failed", one(""));
        }
        assertEquals(
                List.of(
                        PREFIX + "failed",
                        PREFIX + "failed (2 times so far)",
                        PREFIX + "failed (3 times so far, stack at 2026-11-21T21:30:00.123Z)"),
                news());
        assertEquals(2, stacks());
    }

    @Test
    void exceptionsSurviveAFloodOfLines() {
        for (int times = 0; times < 2; times++) {
            fail("failed", one(""));
            for (int i = 0; i < 500; i++) {
                say(SAYHI, "line " + i);
            }
        }
        assertEquals(1, stacks());
    }

    @Test
    void exceptionThatCannotTellWhereItWasThrown_isKnownByItsClass() {
        for (int i = 0; i < 2; i++) {
            fail("failed", new RuntimeException() {
                @Override
                public StackTraceElement[] getStackTrace() {
                    throw new UnsupportedOperationException();
                }
            });
        }
        assertTrue(news().get(1).contains("(2 times so far"));
    }

    @Test
    void endlessCauses_haveAnEnd() {
        class Endless extends RuntimeException {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }
        }
        fail("failed", new Endless());
        assertTrue(text().length() < 2 * LineFormat.MAX_TEXT_CHARS, () -> "characters: " + text().length());
        assertTrue(text().stripTrailing().endsWith("... (the rest is left out)"));
    }

    @Test
    void exceptionThatPrintsWithoutEnd_isStopped() {
        fail("failed", new RuntimeException() {
            @Override
            public void printStackTrace(java.io.PrintWriter out) {
                while (true) {
                    out.println("and on");
                }
            }
        });
        assertTrue(text().stripTrailing().endsWith("... (the rest is left out)"));
    }
}
