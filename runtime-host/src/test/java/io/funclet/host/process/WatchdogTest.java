package io.funclet.host.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.memory.ExhaustedMemory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said when the process cannot go on. */
class WatchdogTest {

    private static final String END = ": the process ends, and should be started again";

    private final Logger logger = Logger.getLogger(Watchdog.class.getName());
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final List<String> logged = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            logged.add(event.getLevel() + " " + event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private ExhaustedMemory exhausted;
    private boolean serving = true;
    private Throwable cause;
    private String lost;

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private void look() {
        Watchdog.Front front = new Watchdog.Front() {
            @Override
            public boolean isServing() {
                return serving;
            }

            @Override
            public Throwable causeOfDeath() {
                return cause;
            }

            @Override
            public String lostPart() {
                return lost;
            }
        };
        new Watchdog(() -> exhausted, front, new PrintStream(terminal, true, UTF_8), () -> ends.add("end")).run();
    }

    private void assertLastWords(String words) {
        assertEquals(List.of("end"), ends);
        assertEquals(List.of("SEVERE " + words + END), logged);
        assertEquals("funclet: " + words + END + "\n", terminal.toString(UTF_8));
    }

    @Test
    void processWithoutItsFramework_ends_andSaysSo() {
        lost = "the framework has been stopped";

        look();

        assertLastWords(lost);
    }

    @Test
    void processThatServes_goesOn() {
        look();

        assertTrue(ends.isEmpty() && logged.isEmpty());
    }

    @Test
    void memoryThatRanOut_isNamed() {
        exhausted = ExhaustedMemory.METASPACE;
        serving = false;

        look();

        assertLastWords("out of memory (metaspace, -XX:MaxMetaspaceSize), and that lasts");
    }

    @Test
    void eventLoopThatDiedForWantOfMemory_isToldAsThat() {
        serving = false;
        cause = new IllegalStateException("any", new OutOfMemoryError("Java heap space"));

        look();

        assertLastWords("out of memory (Java heap space), of which an event loop has died");
    }

    @Test
    void eventLoopThatDiedOfSomethingElse_isToldWithIt_inOneLine() {
        serving = false;
        cause = new StackOverflowError("too\ndeep");

        look();

        assertLastWords("an event loop has died of java.lang.StackOverflowError: too deep");
    }

    @Test
    void eventLoopThatDiedOfNobodyKnowsWhat_isToldAllTheSame() {
        serving = false;

        look();

        assertLastWords("an event loop has died");
    }
}
