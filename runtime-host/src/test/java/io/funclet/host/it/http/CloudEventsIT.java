package io.funclet.host.it.http;

import static io.funclet.host.it.http.HttpFunctions.assertProblem;
import static io.funclet.host.it.http.HttpFunctions.header;
import static io.funclet.host.it.http.HttpFunctions.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudEvents by HTTP, in binary and structured mode. */
@Embedded
class CloudEventsIT {

    @RegisterExtension
    static final RuntimeExtension site = HttpFunctions.site();

    private static HttpResponse<byte[]> post(String function, String body, String... headers) throws Exception {
        return HttpFunctions.post(site, function, body, headers);
    }

    /** As CloudEvents 1.0.2 has it; what is read in which way is in {@code StructuredEventTest}. */
    @Test
    void cloudEvent_isAnsweredByAnother_inItsOwnMode() throws Exception {
        HttpResponse<byte[]> binary = post(
                "echo",
                "[1.0, 10000000000000000000000]",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "A234",
                "ce-source",
                "/room/1",
                "ce-type",
                "Euro%20%E2%82%AC");
        assertEquals("[1.0, 10000000000000000000000]", text(binary));
        assertEquals("1.0", header(binary, "ce-specversion"));
        assertEquals("Euro%20%E2%82%AC.response", header(binary, "ce-type"));
        assertEquals("/functions/echo", header(binary, "ce-source"));
        assertEquals("application/json", header(binary, "content-type"));

        String envelope =
                "{\"specversion\":\"1.0\",\"id\":\"A234\",\"source\":\"/room/1\",\"type\":\"t\",\"n\":5,\"data\":";
        HttpResponse<byte[]> structured = post(
                "echo", envelope + "[1.0, 1e400 ]}", "Content-Type", "Application/CloudEvents+JSON; charset=UTF-8");
        assertEquals("application/cloudevents+json", header(structured, "content-type"));
        assertTrue(text(structured).endsWith(",\"data\":[1.0, 1e400 ]}"), text(structured));
        assertEquals(
                header(binary, "ce-id"),
                JsonParser.parseString(text(structured))
                        .getAsJsonObject()
                        .get("id")
                        .getAsString());

        String seen = text(
                post("seen", envelope + "null}", "Content-Type", "application/cloudevents+json", "Funclet-Topic", "t"));
        String base64 = JsonParser.parseString(seen)
                .getAsJsonObject()
                .get("data_base64")
                .getAsString();
        String context = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        assertTrue(
                context.endsWith("{ce-id=A234, ce-n=5, ce-source=/room/1, ce-specversion=1.0, ce-type=t,"
                        + " content-type=application/json, functionName=seen, invokeId=A234, messageTopic=t}"),
                context);
        assertEquals(
                204,
                post("ends", envelope + "1}", "Content-Type", "application/cloudevents+json")
                        .statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "415 | application/cloudevents-batch+json | []          | each event in a request of its own",
                "415 | application/cloudevents+avro       | x           | application/cloudevents+json",
                "400 | application/cloudevents+json       | {\"id\":\"1\"} | specversion",
                "400 | application/cloudevents+json       | {           | not a JSON object"
            })
    void cloudEventThatIsNone_isRejectedWithTheReason(int status, String type, String body, String reason)
            throws Exception {
        assertProblem(status, "INVALID_ARGUMENT", reason, post("echo", body, "Content-Type", type));
    }

    @Test
    void cloudEventInHeaders_needsAllRequiredAttributes() throws Exception {
        assertProblem(400, "INVALID_ARGUMENT", "source", post("echo", "x", "ce-specversion", "1.0", "ce-id", "1"));
        assertProblem(
                400,
                "INVALID_ARGUMENT",
                "only 1.0",
                post("echo", "x", "ce-specversion", "0.3", "ce-id", "1", "ce-source", "s", "ce-type", "t"));
    }
}
