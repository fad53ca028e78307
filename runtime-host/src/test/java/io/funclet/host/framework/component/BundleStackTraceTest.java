package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.framework.BareBundle;
import io.funclet.host.framework.EmbeddedFelix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class BundleStackTraceTest {

    private static final String PRINTED = """
            com.example.Wrapped: not up
            \tat app//org.apache.felix.scr.Method.invoke(Method.java:7)
            Caused by: java.io.IOException: unplugged
            on two lines
            \tat java.base/java.io.Reader.read(Native Method)
            \tat com.example.Port.lambda$open$0(Port.java:12)
            \tat com.example.Port$Inner.open(Port.java:31)
            \tat org.apache.felix.scr.Method.invoke(Method.java:5)
            \t... 3 more
            """;

    private static final Exception DEVICE = new IOException("no such device");

    @TempDir
    Path storage;

    @AutoClose
    private EmbeddedFelix felix;

    @BeforeEach
    void start() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
    }

    private BundleStackTrace printed(Throwable thrown) {
        return BundleStackTrace.of(thrown, new BundleStackFrames(felix.context().getBundle()));
    }

    @Test
    void trace_endsWithTheBundlesOwnLines_andNamesTheFirst() throws Exception {
        byte[] none = new byte[0];
        Bundle bundle = new BareBundle(
                        "own", Map.of(), Map.of("com/example/Port.class", none, "com/example/Port$Inner.class", none))
                .installIn(felix);
        bundle.start();

        BundleStackTrace trace = BundleStackTrace.of(PRINTED, new BundleStackFrames(bundle));

        assertEquals(", at com.example.Port.lambda$open$0(Port.java:12)", trace.at());
        assertEquals("com.example.Wrapped: not up", trace.toString());
        assertEquals(0, trace.getStackTrace().length, "the framework's lines around the cause");
        assertEquals("java.io.IOException: unplugged", trace.getCause().toString());
        assertEquals(
                "java.io.Reader.read(Native Method) com.example.Port.lambda$open$0(Port.java:12)"
                        + " com.example.Port$Inner.open(Port.java:31)",
                String.join(
                        " ",
                        Stream.of(trace.getCause().getStackTrace())
                                .map(String::valueOf)
                                .toList()));
    }

    @Test
    void textThatIsNoTrace_isTheExceptionItself() {
        BundleStackFrames own = new BundleStackFrames(felix.context().getBundle());

        assertEquals("", BundleStackTrace.of("", own).toString());
        assertEquals("a reason", BundleStackTrace.of("a reason", own).toString());
        assertEquals("", BundleStackTrace.of("a reason", own).at());
    }

    @Test
    void exceptionWithoutACause_isSaidWithItsMessage() {
        assertEquals("java.io.IOException: no such device", printed(DEVICE).words());
    }

    @Test
    void whatOnlyHandsOnItsCause_isNotSaid() {
        for (Throwable outer : new Throwable[] {
            new InvocationTargetException(DEVICE),
            new RuntimeException(DEVICE),
            new InvocationTargetException(new IllegalStateException(DEVICE)),
            new ExceptionInInitializerError(DEVICE)
        }) {
            assertEquals("java.io.IOException: no such device", printed(outer).words());
        }
    }

    @Test
    void exceptionThatSaysMore_isSaidBesideItsFirstCause() {
        assertEquals(
                "java.lang.IllegalStateException: cannot open the sensor, caused by java.io.IOException: no such device",
                printed(new InvocationTargetException(new IllegalStateException(
                                "cannot open the sensor",
                                new UncheckedIOException("in between", (IOException) DEVICE))))
                        .words());
    }

    @Test
    void suppressedExceptions_areNotTheCause() {
        Exception outer = new IllegalStateException("outer");
        outer.addSuppressed(new IllegalArgumentException("late", DEVICE));

        assertEquals("java.lang.IllegalStateException: outer", printed(outer).words());
    }

    @Test
    void failureOfAStaticInitializer_isKnown_alsoTheSecondTime() {
        assertFalse(printed(DEVICE).isOfAnInitializer());
        for (int time = 0; time < 2; time++) {
            try {
                Failing.run();
            } catch (ExceptionInInitializerError | NoClassDefFoundError failure) {
                assertTrue(printed(failure).isOfAnInitializer());
                assertEquals(
                        "java.lang.IllegalStateException: not today",
                        printed(failure).words());
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
