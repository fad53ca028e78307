package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample bundle, called by all generations. */
@Embedded
class SampleFunctionIT {

    @RegisterExtension
    static final RuntimeExtension site = WireRequests.served();

    @ParameterizedTest
    @EnumSource
    void sayhi_addsTheContextToAnObject(Generation generation) {
        JsonElement expected = additions(generation);
        expected.getAsJsonObject().addProperty("id", 7);

        // What the event has under a name of the context gives way.
        assertEquals(
                expected,
                json(WireRequests.payload(site.callers(), generation, "sayhi", "{\"id\": 7, \"Say\": \"nothing\"}")));
    }

    @ParameterizedTest
    @EnumSource
    void sayhi_givesOtherBytesBackAsText(Generation generation) {
        JsonElement expected = additions(generation);
        expected.getAsJsonObject().addProperty("bytes", "Grüße, [1]");

        assertEquals(expected, json(WireRequests.payload(site.callers(), generation, "sayhi", "Grüße, [1]")));
    }

    @ParameterizedTest
    @EnumSource
    void sayhi_answersTheAdditionsAloneToAnEmptyEvent(Generation generation) {
        assertEquals(additions(generation), json(WireRequests.payload(site.callers(), generation, "sayhi", "")));
    }

    @ParameterizedTest
    @EnumSource
    void sayhi_addsOnlyWhatIsPresent(Generation generation) {
        String expected = generation == Generation.G4
                ? "{\"functionName\": \"sayhi\", \"Say\": \"Hello Baetyl\"}"
                : "{\"messageQOS\": 0, \"functionName\": \"sayhi\", \"Say\": \"Hello Baetyl\"}";

        assertEquals(json(expected), json(site.callers().call(generation, "sayhi", "")));
    }

    @ParameterizedTest
    @EnumSource
    void sayhi_failsOnErr_inOneLine(Generation generation) {
        Status status = site.callers().failure(generation, "sayhi", "{\"err\": \"on purpose\"}");

        assertEquals(Code.UNKNOWN, status.getCode());
        assertTrue(status.getDescription().contains("sayhi"), status::getDescription);
        assertTrue(status.getDescription().contains("on purpose"), status::getDescription);
        assertEquals(1, status.getDescription().lines().count());
    }

    private static JsonElement additions(Generation generation) {
        return json(
                switch (generation) {
                    case G1 -> """
                        {"messageQOS": 1, "messageTopic": "a/b", "functionName": "sayhi",
                         "functionInvokeID": "invoke-1", "Say": "Hello Baetyl"}
                        """;
                    case G2, G3 -> """
                        {"messageQOS": 1, "messageTopic": "a/b", "messageTimestamp": 1577808000,
                         "functionName": "sayhi", "functionInvokeID": "invoke-1", "Say": "Hello Baetyl"}
                        """;
                    case G4 -> """
                        {"messageQOS": "1", "messageTopic": "a/b", "messageTimestamp": "1577808000",
                         "functionName": "sayhi", "invokeid": "invoke-1", "Say": "Hello Baetyl"}
                        """;
                });
    }

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }
}
