package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Metadata;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trace of a caller (W3C Trace Context) reaches the function and its log lines, whatever the generation. */
@Embedded
class TracingIT {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN_ID = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";
    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("traced")))
            .before(site -> {
                FunctionJar.bundle("it.tracing")
                        .version("1.0.0")
                        .function("traced", """
                        System.out.println("printed for " + event.text());
                        if (event.text().startsWith("fail")) {
                            throw new IllegalStateException(event.text());
                        }
                        return Payload.of(context.traceParent().orElse("none") + " " + context.traceState().orElse("none"));
                        """)
                        .build()
                        .deploy(site.code("code"), "tracing.jar");
            });

    private static Metadata headers(String... namesAndValues) {
        Metadata headers = new Metadata();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER), namesAndValues[i + 1]);
        }
        return headers;
    }

    private static String call(Generation generation, String event, String... namesAndValues) {
        byte[] request =
                generation.request("traced", ByteString.copyFromUtf8(event)).toByteArray();
        byte[] answer = site.callers().raw(generation.method(), request, headers(namesAndValues));
        return generation.payload(generation.parse(answer)).toStringUtf8();
    }

    @ParameterizedTest
    @EnumSource
    void trace_reachesTheFunction_andTheLinesOfItsCall(Generation generation) throws Exception {
        String event = "event-" + generation;

        assertEquals(
                PARENT + " a=1,b=2",
                call(generation, event, "traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2"));

        site.log()
                .await(
                        "print",
                        line -> line.endsWith(" INFO  [test] (traced 1.0.0 trace=" + TRACE_ID + " span=" + SPAN_ID
                                + ") stdout - printed for " + event));
    }

    @ParameterizedTest
    @EnumSource
    void callWithoutATrace_hasNone(Generation generation) throws Exception {
        String event = "untraced-" + generation;

        assertEquals("none none", call(generation, event));

        site.log().await("print", line -> line.endsWith(" [test] (traced 1.0.0) stdout - printed for " + event));
    }

    @ParameterizedTest
    @EnumSource
    void malformedTrace_isIgnored_andTheCallIsNot(Generation generation) {
        assertEquals(
                "none none", call(generation, "", "traceparent", PARENT.toUpperCase(Locale.ROOT), "tracestate", "a=1"));
        assertEquals("none none", call(generation, "", "traceparent", PARENT, "traceparent", OTHER));
        assertEquals(PARENT + " none", call(generation, "", "traceparent", PARENT, "tracestate", "no state"));
    }

    @Test
    void failureOfACall_isLoggedWithItsTrace() throws Exception {
        Callers.failure(() -> call(Generation.G3, "fail", "traceparent", PARENT));

        site.log().awaitAll("ERROR", "trace=" + TRACE_ID, "function traced failed: IllegalStateException: fail");
    }

    @Test
    void metadataOfTheFourthGenerationsMessage_carriesATrace_unlessAHeaderDoes() {
        byte[] request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "traced")
                .putMetadata("traceparent", OTHER)
                .putMetadata("tracestate", "c=3")
                .build()
                .toByteArray();

        assertEquals(OTHER + " c=3", answer(request));
        assertEquals(OTHER + " c=3", answer(request, "traceparent", "malformed"));
        assertEquals(PARENT + " none", answer(request, "traceparent", PARENT));
    }

    private static String answer(byte[] request, String... headers) {
        byte[] answer = site.callers().raw(Generation.G4.method(), request, headers(headers));
        return Generation.G4.payload(Generation.G4.parse(answer)).toStringUtf8();
    }
}
