package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.throttle.RepeatCounter;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the runtime says about a function on a thread that is not the function's. */
class MarkedEventTest extends FloodedLog {

    private static final String PREFIX = "WARN  (sayhi 1.0.0 invoke-7) io.funclet.host.test - ";

    private final Logger logger = Logger.getLogger("io.funclet.host.test");

    @BeforeEach
    void attach() {
        logger.setUseParentHandlers(false);
        logger.addHandler(log);
    }

    @AfterEach
    void detach() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    @Test
    void event_bearsTheMark_andItsException() {
        SAYHI.log(logger, Level.WARNING, "ignores {0}", new Error("why"));

        assertEquals(List.of(PREFIX + "ignores {0}"), news());
        assertEquals(
                1, text().lines().filter("    java.lang.Error: why"::equals).count());
    }

    @Test
    void functionThatHasUsedUpItsShareOfTheLog_isToldOfAllTheSame() {
        for (int i = 0; i < 2000; i++) {
            say(SAYHI, "line " + i);
        }
        news();

        for (int i = 0; i < 500; i++) {
            SAYHI.log(logger, Level.WARNING, "ignores " + i);
        }

        assertEquals(500, news().size());
    }

    @Test
    void functionThatMayLogErrorsOnly_isToldOfAllTheSame() {
        log.levels.set("sayhi", LoggerConfig.Level.ERROR);
        say(SAYHI, "nothing");

        SAYHI.log(logger, Level.WARNING, "ignores");

        assertEquals(List.of(PREFIX + "ignores"), news());
    }

    @Test
    void levelOfTheProcess_counts() {
        log.levels.set(LoggerConfig.Level.ERROR);

        SAYHI.log(logger, Level.WARNING, "ignores");

        assertEquals(List.of(), news());
    }

    @Test
    void sameLineOfManyCalls_isFolded_andTheSummaryBearsTheFunction() {
        for (int i = 0; i < RepeatCounter.MOST_WRITTEN + 5; i++) {
            new LogContext("sayhi", "1.0.0", "invoke-" + i).log(logger, Level.WARNING, "has been replaced");
        }
        assertEquals(RepeatCounter.MOST_WRITTEN, news().size());
        clocks.pass(Duration.ofSeconds(10));

        log.settle();

        assertEquals(
                List.of(
                        "WARN  (sayhi 1.0.0) io.funclet.host.test - repeated 5 times in the last 10 s: has been replaced"),
                news());
    }
}
