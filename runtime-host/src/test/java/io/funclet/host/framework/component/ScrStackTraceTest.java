package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class ScrStackTraceTest {

    private static final Exception CAUSE = new IOException("no such device");

    private static ScrStackTrace printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return new ScrStackTrace(text.toString());
    }

    @Test
    void exceptionWithoutACause_isSaidWithItsMessage() {
        assertEquals("java.io.IOException: no such device", printed(CAUSE).toString());
    }

    @Test
    void whatOnlyHandsOnItsCause_isNotSaid() {
        for (Throwable outer : new Throwable[] {
            new InvocationTargetException(CAUSE),
            new RuntimeException(CAUSE),
            new InvocationTargetException(new IllegalStateException(CAUSE)),
            new ExceptionInInitializerError(CAUSE)
        }) {
            assertEquals("java.io.IOException: no such device", printed(outer).toString());
        }
    }

    @Test
    void exceptionThatSaysMore_isSaidBesideItsFirstCause() {
        assertEquals(
                "java.lang.IllegalStateException: cannot open the sensor, caused by java.io.IOException: no such device",
                printed(new InvocationTargetException(new IllegalStateException(
                                "cannot open the sensor", new UncheckedIOException("in between", (IOException) CAUSE))))
                        .toString());
    }

    @Test
    void suppressedExceptions_areNotTheCause() {
        Exception outer = new IllegalStateException("outer");
        outer.addSuppressed(new IllegalArgumentException("late", CAUSE));

        assertEquals("java.lang.IllegalStateException: outer", printed(outer).toString());
    }

    @Test
    void failureOfAStaticInitializer_isKnown_alsoTheSecondTime() {
        assertFalse(printed(CAUSE).isOfAnInitializer());
        for (int time = 0; time < 2; time++) {
            try {
                Failing.run();
            } catch (ExceptionInInitializerError | NoClassDefFoundError failure) {
                assertTrue(printed(failure).isOfAnInitializer());
                assertEquals(
                        "java.lang.IllegalStateException: not today",
                        printed(failure).toString());
            }
        }
    }

    private static final class Failing {

        static {
            fail();
        }

        private static void fail() {
            throw new IllegalStateException("not today");
        }

        static void run() {}
    }
}
