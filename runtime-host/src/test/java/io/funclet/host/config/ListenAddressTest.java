package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.text.PrintableText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:50051, 127.0.0.1, 50051",
        "localhost:0, localhost, 0",
        "my_service-1.local:65535, my_service-1.local, 65535",
        ":80, '', 80",
        "[::1]:80, ::1, 80",
        "[::]:80, ::, 80",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80",
        "[::ffff:127.0.0.1]:80, ::ffff:127.0.0.1, 80"
    })
    void addresses_areReadAndWrittenAlike(String text, String host, int port) {
        ListenAddress address = ListenAddress.parse(text);
        assertEquals(new ListenAddress(host, port), address);
        assertEquals(text, address.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "localhost",
                "::1:80",
                "::1",
                "[::1]",
                "[::1]80",
                "[localhost]:80",
                "[]:80",
                "[::1:80",
                " host:80",
                "host :80",
                "ho\nst:80",
                "http://host:80",
                "höst:80"
            })
    void whatIsNoAddress_isRejectedWithTheFormsThatAre(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text))
                .getMessage();
        assertEquals(
                PrintableText.quoted(text) + " is not an address (HOST:PORT, :PORT for all interfaces, or [IPV6]:PORT)",
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:",
                ":",
                "host:+80",
                "host:-1",
                "host: 80",
                "host:80 ",
                "host:٨٠",
                "host:65536",
                "host:http",
                "host:99999999999",
                "[::1]:"
            })
    void aWrongPort_isRejectedAsSuch(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text))
                .getMessage();
        assertTrue(
                message.equals(PrintableText.quoted(text) + " has no port from 0 to 65535 after its last colon"),
                message);
    }
}
