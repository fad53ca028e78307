package io.funclet.host.web.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples and the rules of the JSON event format of CloudEvents 1.0.2. */
class StructuredEventTest {

    private static final String REQUIRED = "\"specversion\" : \"1.0\", \"type\" : \"com.example.someevent\","
            + " \"source\" : \"/mycontext\", \"id\" : \"A234-1234-1234\"";

    private static final int MOST_METADATA = 8 * 1024;

    private static CloudEvent read(String json) throws RejectedRequestException {
        return StructuredEvent.read(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), MOST_METADATA);
    }

    private static CloudEvent with(String members) throws RejectedRequestException {
        return read("{" + REQUIRED + (members.isEmpty() ? "" : ", ") + members + "}");
    }

    @Test
    void attributes_areTexts_andNullIsNotSet() throws Exception {
        CloudEvent event = with("\"time\":\"2018-04-05T17:31:00Z\", \"comexampleextension1\" : \"v\\u00e4lue\","
                + " \"comexampleothervalue\" : -5, \"flag\":true, \"unsetextension\": null, \"datacontenttype\": null");
        assertEquals(
                Map.of(
                        "specversion", "1.0",
                        "type", "com.example.someevent",
                        "source", "/mycontext",
                        "id", "A234-1234-1234",
                        "time", "2018-04-05T17:31:00Z",
                        "comexampleextension1", "välue",
                        "comexampleothervalue", "-5",
                        "flag", "true"),
                event.attributes());
        assertEquals(null, event.contentType());
        assertTrue(event.data().isEmpty());
    }

    /** Numbers, blanks, order, escapes and duplicate keys: as the sender wrote them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"b\" : 1.0, \"a\":9007199254740993, \"b\": 1e400,\n\"c\":\"\\u00e4\\/ä\" }",
                "[1 , 2.50]",
                "\"I'm just a string\"",
                "null",
                "0",
                "\"\""
            })
    void jsonData_areTheBytesThatCame(String data) throws Exception {
        CloudEvent event = with("\"data\" :\t" + data + " ");
        assertEquals(data, event.data().text());
        assertEquals("application/json", event.contentType());
        String type = "Application/vnd.x+JSON; charset=utf-8";
        event = read("{\"data\":" + data + ",\"datacontenttype\":\"" + type + "\"," + REQUIRED + "}");
        assertEquals(data, event.data().text());
        assertEquals(type, event.contentType());
    }

    @Test
    void dataOfAnotherType_areTheContentOfTheString_orBytes() throws Exception {
        CloudEvent xml = with("\"datacontenttype\" : \"application/xml\", \"data\" : \"<much wow=\\\"xml\\\"/>\"");
        assertEquals("<much wow=\"xml\"/>", xml.data().text());
        assertEquals("application/xml", xml.contentType());
        CloudEvent latin = with("\"datacontenttype\":\"text/plain; charset=iso-8859-1\", \"data\":\"ä\"");
        assertEquals(1, latin.data().size());
        CloudEvent bytes = with("\"data_base64\":\"AP8=\", \"datacontenttype\":\"image/png\"");
        assertEquals(ByteBuffer.wrap(new byte[] {0, -1}), bytes.data().buffer());
        assertTrue(with("\"data_base64\":\"\"").data().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"data\":1, \"data_base64\":\"AA==\"                          | both data and data_base64",
                "\"data_base64\":\"A\"                                         | not base64",
                "\"data_base64\":5                                             | not base64",
                "\"data\":{}, \"datacontenttype\":\"text/plain\"               | not a string",
                "\"data\":\"\\ud800\", \"datacontenttype\":\"text/plain\"      | cannot be encoded",
                "\"data\":\"a\", \"datacontenttype\":\"text/plain;charset=no\" | cannot be encoded",
                "\"id\":\"again\"                                              | id twice",
                "\"Big\":\"1\"                                                 | lower case",
                "\"a_b\":\"1\"                                                 | lower case",
                "\"ext\":1.5                                                   | whole number",
                "\"ext\":{}                                                    | whole number",
                "\"ext\":\"a\\u0000\"                                          | control character",
                "\"ext\":\"\\ud800\"                                           | surrogate",
                "\"data\":01                                                   | not a JSON object",
                "\"data\":1}x                                                  | not a JSON object"
            })
    void malformedMember_isNamed(String members, String reason) {
        String message = assertThrows(RejectedRequestException.class, () -> with(members))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    /** Attributes are metadata, with the same bound; data are not. */
    @ParameterizedTest
    @ValueSource(strings = {"\"ext\":\"%s\"", "\"%s\":null", "\"ext\":%s"})
    void attributes_takeNoMoreThanMetadataMay(String member) throws Exception {
        String filler = "1".repeat(MOST_METADATA);
        String message = assertThrows(RejectedRequestException.class, () -> with(member.formatted(filler)))
                .getMessage();
        assertTrue(message.contains("FUNCLET_MAX_METADATA"), message);
        assertEquals(filler, with("\"data\":" + filler).data().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "type", "source", "id"})
    void requiredAttribute_mustBeThere(String name) {
        for (String instead : new String[] {"\"x\":", "\"" + name + "\":null,\"x\":"}) {
            String json = "{" + REQUIRED.replace("\"" + name + "\" :", instead) + "}";
            String message = assertThrows(RejectedRequestException.class, () -> read(json))
                    .getMessage();
            assertTrue(message.contains("required attribute " + name), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "{", "{} {}", "{\"a\"}", "null"})
    void whatIsNoObject_isRejected(String json) {
        assertThrows(RejectedRequestException.class, () -> read(json));
    }
}
