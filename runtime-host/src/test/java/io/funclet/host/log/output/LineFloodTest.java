package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.throttle.RepeatCounter;
import io.funclet.host.log.throttle.TokenBucket;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Lines that come too often, or are too many. */
class LineFloodTest extends FloodedLog {

    private static final int FREE = RepeatCounter.MOST_WRITTEN;
    private static final Duration WINDOW = Duration.ofNanos(RepeatCounter.WINDOW_NANOS);
    private static final String PREFIX = "INFO  (sayhi 1.0.0 invoke-7) stdout - ";
    private static final String SUMMARY = "INFO  (sayhi 1.0.0) stdout - ";

    @Test
    void identicalLines_areWrittenAtFirst_thenCounted() {
        say(SAYHI, "same", FREE + 30);
        List<String> first = news();
        assertEquals(FREE, first.size());
        assertTrue(first.stream().allMatch((PREFIX + "same")::equals), first::toString);

        clocks.pass(WINDOW);
        say(SAYHI, "other");

        assertEquals(List.of(SUMMARY + "repeated 30 times in the last 10 s: same", PREFIX + "other"), news());
    }

    @Test
    void floodThatGoesOn_isToldOfFromTimeToTime() {
        say(SAYHI, "same", FREE);
        news();
        for (int period = 0; period < 3; period++) {
            say(SAYHI, "same", 100);
            clocks.pass(WINDOW);
            log.settle();
            assertEquals(List.of(SUMMARY + "repeated 100 times in the last 10 s: same"), news());
        }
    }

    @Test
    void lineThatComesAgainAfterItsFlood_isWrittenAsBefore() {
        say(SAYHI, "same", FREE + 100);
        clocks.pass(WINDOW);
        log.settle();
        clocks.pass(WINDOW);
        news();

        say(SAYHI, "same", FREE + 1);

        assertEquals(FREE, news().size());
    }

    @Test
    void floodThatBecomesATrickle_isNoFloodAnyMore() {
        say(SAYHI, "same", FREE + 100);
        for (int i = 0; i < 2; i++) {
            clocks.pass(WINDOW);
            log.settle();
            say(SAYHI, "same");
        }
        news();
        clocks.pass(WINDOW);
        log.settle();
        news();

        say(SAYHI, "same");

        assertEquals(List.of(PREFIX + "same"), news());
    }

    @Test
    void lineThatComesNowAndThen_isAlwaysWritten() {
        for (int i = 0; i < 500; i++) {
            say(SAYHI, "same");
            clocks.pass(Duration.ofMillis(600));
        }
        assertEquals(500, news().size());
    }

    @Test
    void linesThatTakeTurns_areFoldedEachByItself() {
        for (int i = 0; i < FREE + 5; i++) {
            for (int line = 0; line < 30; line++) {
                say(SAYHI, "line " + line);
            }
        }
        assertEquals(30 * FREE, news().size());
        clocks.pass(WINDOW);
        log.settle();
        List<String> summaries = news();
        assertEquals(30, summaries.size());
        assertTrue(summaries.contains(SUMMARY + "repeated 5 times in the last 10 s: line 17"), summaries::toString);
    }

    @Test
    void linesThatDifferInLevelLoggerOrFunction_areNotTheSame() {
        for (int i = 0; i < FREE; i++) {
            say(SAYHI, "same");
            say(ECHO, "same");
            log(SAYHI, Level.WARNING, "stdout", "same", null);
            log(SAYHI, Level.INFO, "other", "same", null);
            log(new LogContext("sayhi", "1.1.0", ""), Level.INFO, "stdout", "same", null);
            log(null, Level.INFO, "stdout", "same", null);
            log(null, Level.INFO, "io.funclet.host.Main", "same", null);
        }
        assertEquals(7 * FREE, news().size());
    }

    @Test
    void linesThatDifferInTheirIds_areTheSame() {
        for (int i = 0; i < FREE + 1; i++) {
            say(new LogContext("sayhi", "1.0.0", "invoke-" + i), "same");
        }
        assertEquals(FREE, news().size());
    }

    @Test
    void parametersCount_notThePattern() {
        for (int i = 0; i < FREE + 1; i++) {
            LogRecord event = new LogRecord(Level.INFO, "{0} degrees");
            event.setParameters(new Object[] {i});
            log.publish(event, SAYHI);
        }
        assertEquals(FREE + 1, news().size());
    }

    @Test
    void differentLines_areWrittenWithinTheBudget_andTheRestIsCounted() {
        for (int i = 0; i < 2000; i++) {
            say(SAYHI, "line " + i);
        }
        int first = news().size();
        int bytes = text().length();
        int most = BYTES_PER_SECOND * TokenBucket.SAVED_SECONDS;
        assertTrue(bytes > most / 2 && bytes <= most, "bytes: " + bytes);

        clocks.pass(WINDOW);
        log.settle();

        assertEquals(
                List.of("WARN  (sayhi 1.0.0) io.funclet.host.log.throttle.ThrottleKey - " + (2000 - first)
                        + " lines left out in the last 10 s, more than FUNCLET_LOG_RATE or a quota allows"),
                news());
    }

    @Test
    void budget_isEarnedAnew() {
        for (int i = 0; i < 5000; i++) {
            say(SAYHI, "line " + i);
            clocks.pass(Duration.ofMillis(1));
        }
        int before = text().length();
        for (int i = 0; i < 100_000; i++) {
            say(SAYHI, "further line " + i);
            clocks.pass(Duration.ofNanos(500_000)); // less than a byte takes
        }
        int bytes = text().length() - before;
        assertTrue(bytes > 45 * BYTES_PER_SECOND && bytes < 55 * BYTES_PER_SECOND, "in 50 s: " + bytes);
    }

    @Test
    void functionThatFloods_takesNothingFromOthers() {
        for (int i = 0; i < 3000; i++) {
            say(SAYHI, "line " + i);
        }
        news();
        for (int i = 0; i < 100; i++) {
            say(ECHO, "well " + i);
            log(null, Level.INFO, "io.funclet.host.Main", "service " + i, null);
        }
        assertEquals(200, news().size());
    }

    @Test
    void errors_haveAPartOfTheBudgetToThemselves() {
        for (int i = 0; i < 3000; i++) {
            say(SAYHI, "line " + i);
        }
        news();
        log(SAYHI, Level.WARNING, "io.example", "warned", null);
        log(SAYHI, Level.SEVERE, "io.example", "failed", null);
        assertEquals(List.of("ERROR (sayhi 1.0.0 invoke-7) io.example - failed"), news());
    }

    @Test
    void runtimesOwnLines_areNeverTooMany() {
        for (int i = 0; i < 5000; i++) {
            log(null, Level.INFO, "io.funclet.host.deploy.status.Outcome", "line " + i, null);
        }
        assertEquals(5000, news().size());
    }

    @Test
    void manyVersions_areForgottenInTheOrderOfTheirSilence() {
        say(SAYHI, "same", FREE);
        for (int i = 0; i < 1000; i++) {
            clocks.pass(Duration.ofMillis(1));
            say(new LogContext("f", Integer.toString(i), ""), "line");
            say(SAYHI, "same");
        }
        assertEquals(FREE + 1000, news().size(), "who talks is remembered");
    }

    @Test
    void longLine_isNamedByItsBeginning() {
        say(SAYHI, "x".repeat(1000), FREE + 1);
        news();
        log.settle();
        assertEquals(List.of(SUMMARY + "repeated 1 times in the last 1 s: " + "x".repeat(300) + "..."), news());
    }
}
