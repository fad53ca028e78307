package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.framework.BareBundle;
import io.funclet.host.framework.EmbeddedFelix;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
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

    @TempDir
    Path storage;

    @AutoClose
    private EmbeddedFelix felix;

    @Test
    void trace_endsWithTheBundlesOwnLines_andNamesTheFirst() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
        byte[] none = new byte[0];
        Bundle bundle = new BareBundle(
                        "own", Map.of(), Map.of("com/example/Port.class", none, "com/example/Port$Inner.class", none))
                .installIn(felix);
        bundle.start();

        BundleStackTrace trace = BundleStackTrace.of(PRINTED, new BundleStackFrames(bundle));

        assertEquals(", at com.example.Port.lambda$open$0(Port.java:12)", trace.at());
        assertEquals("com.example.Wrapped: not up", trace.toString());
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
    void textThatIsNoTrace_isTheExceptionItself() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
        BundleStackFrames own = new BundleStackFrames(felix.context().getBundle());

        assertEquals("", BundleStackTrace.of("", own).toString());
        assertEquals("a reason", BundleStackTrace.of("a reason", own).toString());
        assertEquals("", BundleStackTrace.of("a reason", own).at());
    }
}
