package io.funclet.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.api.CallContext;
import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SayhiFunctionTest {

    /** The additions for a caller that sent nothing. */
    private static final String BARE = "\"messageQOS\":0,\"Say\":\"Hello Baetyl\"}";

    private static final CallContext BARE_CALL = TestCall.bare(Protocol.BAETYL_FUNCTION);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BAETYL_FAAS", "HTTP"})
    void objectComesBack_withEveryFieldThatTheCallerSent(Protocol protocol) throws IOException {
        assertEquals("""
                {"id":1,"messageQOS":1,"messageTimestamp":1700000000,"messageTopic":"t/in","functionName":"say",\
                "functionInvokeID":"i-1","Say":"Hello Baetyl"}""", answer("{\"id\":1}", TestCall.complete(protocol)));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BAETYL_FAAS", "HTTP"})
    void fieldsThatTheCallerDidNotSend_areLeftOut_exceptTheQualityOfService(Protocol protocol) throws IOException {
        assertEquals("{\"id\":1," + BARE, answer("{\"id\":1}", TestCall.bare(protocol)));
    }

    @Test
    void metadataOfBaetyl2_isAddedAsTheTextThatItIs() throws IOException {
        assertEquals(
                "{\"id\":1,\"messageQOS\":\"1\",\"invokeid\":\"i-2\",\"Say\":\"Hello Baetyl\"}",
                answer("{\"id\":1}", TestCall.faas("i-2", Map.of("messageQOS", "1"))));
    }

    @Test
    void metadataOfBaetyl2_isAddedAsFarAsItsOwnSamplesDo() throws IOException {
        Map<String, String> sent = Map.of(
                "functionName", "index",
                "messageQOS", "1",
                "messageTopic", "topic-test",
                "serviceName", "test-functionName",
                "invokeid", "i-2",
                "messageTimestamp", "1700000000");

        assertEquals("""
                {"name":"baetyl","messageQOS":"1","messageTimestamp":"1700000000","messageTopic":"topic-test",\
                "functionName":"index","invokeid":"i-2","Say":"Hello Baetyl"}""", answer("{\"name\":\"baetyl\"}", TestCall.faas("i-2", sent)));
    }

    @Test
    void baetyl2WithoutInvokeIdAndMetadata_addsTheGreetingAlone() throws IOException {
        assertEquals("{\"Say\":\"Hello Baetyl\"}", answer("{}", TestCall.faas("", Map.of())));
    }

    @Test
    void additions_replaceTheEventsOwnEntries() throws IOException {
        assertEquals(
                "{\"id\":1," + BARE, answer("{\"Say\":[{\"deep\":1}],\"messageQOS\":\"nine\",\"id\":1}", BARE_CALL));
    }

    @Test
    void additions_replaceOnlyEntriesOfTheEventItself() throws IOException {
        assertEquals(
                "{\"inner\":{\"Say\":\"no\",\"err\":1}," + BARE,
                answer("{\"inner\":{\"Say\":\"no\",\"err\":1}}", BARE_CALL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "-0",
                "1E400",
                "123456789012345678901234567890",
                "9223372036854775807",
                "0.10",
                "true",
                "null",
                "\"\"",
                "\"\\\\ \\\" \\n é 漢 😀\"",
                "[]",
                "[{},[1,\"a\",null],{\"k\":false}]"
            })
    void values_comeBackToTheLetter(String value) throws IOException {
        assertEquals("{\"v\":" + value + "," + BARE, answer("{\"v\":" + value + "}", BARE_CALL));
    }

    @Test
    void deepNesting_doesNotOverflowTheStack() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertEquals("{\"v\":" + deep + "," + BARE, answer("{\"v\":" + deep + "}", BARE_CALL));
    }

    @Test
    void emptyEvent_givesTheAdditionsAlone() throws IOException {
        assertEquals("{" + BARE, answer("", BARE_CALL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Text, and JSON that is no object
                "hello",
                " ",
                "42",
                "null",
                "[1,2]",
                "\"text\"",
                // What looks like an object until it does not
                "{",
                "{\"a\":1",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"err\":1} x",
                // What lenient parsers accept
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":True}",
                "{\"a\":1,}",
                "{\"a\":1}//"
            })
    void otherBytes_comeBackAsText(String event) throws IOException {
        assertEquals("{\"bytes\":\"" + event.replace("\"", "\\\"") + "\"," + BARE, answer(event, BARE_CALL));
    }

    @Test
    void bytesThatAreNotUtf8_comeBackAsTheyCame() throws IOException {
        Payload event = Payload.of(new byte[] {'a', (byte) 0xff, 'b'});

        assertEquals(event, new SayhiFunction().handle(event, BARE_CALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"err\":\"broken\"}", "{\"a\":1,\"err\":{\"code\":[7]},\"b\":2}", "{\"err\":null}"})
    void objectWithErr_isAFailureThatTellsTheValue(String event) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> answer(event, BARE_CALL));

        String value = event.replaceFirst(".*\"err\":", "").replaceFirst("(,\"b\":2)?}$", "");
        assertEquals("the event has err: " + value, failure.getMessage());
    }

    @Test
    void largeEvent_comesBackWhole() throws IOException {
        String text = "é".repeat(2_000_000);

        assertEquals("{\"v\":\"" + text + "\"," + BARE, answer("{\"v\":\"" + text + "\"}", BARE_CALL));
    }

    private static String answer(String event, CallContext context) throws IOException {
        return new SayhiFunction().handle(Payload.of(event), context).text();
    }
}
