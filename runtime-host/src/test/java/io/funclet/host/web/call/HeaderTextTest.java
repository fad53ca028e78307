package io.funclet.host.web.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the HTTP binding of CloudEvents 1.0.2, section 3.1.3.2. */
class HeaderTextTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
                "euro%20%e2%82%ac, euro €",
                "%41b, Ab",
                "\"a \\\"b\\\" \\\\ %25\", a \"b\" \\ %",
                "\"open, \"open",
                "a\\b, a\\b",
                "%2525, %25"
            })
    void value_isDecodedOnce(String sent, String text) throws Exception {
        assertEquals(text, HeaderText.decode("it", sent));
    }

    @Test
    void quotedValue_mayBeLong() throws Exception {
        String text = "a".repeat(64 * 1024);
        assertEquals(text, HeaderText.decode("it", '"' + text + '"'));
    }

    @Test
    void bytesOfUtf8_areRead_too() throws Exception {
        String asSent = new String("ä€".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertEquals("ä€", HeaderText.decode("it", asSent));
        assertThrows(RejectedRequestException.class, () -> HeaderText.decode("it", "\u00e4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%C0%A0", "%E2%82", "%ED%A0%80", "%", "%2", "%2g", "%0A", "%7F", "%C2%80"})
    void malformedValue_isRejected(String sent) {
        assertThrows(RejectedRequestException.class, () -> HeaderText.decode("it", sent));
    }

    @Test
    void text_isEncodedAsTheStandardShows() {
        assertEquals("Euro%20%E2%82%AC%20%F0%9F%98%80", HeaderText.encode("Euro € 😀"));
        assertEquals("%22%25%0A~!", HeaderText.encode("\"%\n~!"));
    }
}
