package io.funclet.host.it.http;

import static io.funclet.host.it.http.HttpFunctions.client;
import static io.funclet.host.it.http.HttpFunctions.readResponse;
import static io.funclet.host.it.http.HttpFunctions.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.ServedWeb;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests as bytes on connections. */
@Embedded
class HttpFramingIT {

    @RegisterExtension
    static final RuntimeExtension site = HttpFunctions.site();

    /** The framing of requests, on one connection as long as it lasts. */
    @Test
    void connection_isOfUseAfterEachCompleteRequest() throws Exception {
        String head = "POST /functions/echo HTTP/1.1\r\nHost: localhost\r\n";
        try (Socket client = client(site)) {
            send(client, head + "Content-Length: 2\r\n\r\nab");
            assertTrue(readResponse(client).endsWith("\r\n\r\nab"));
            send(client, head + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\nTrailer: x\r\n\r\n");
            assertTrue(readResponse(client).endsWith("\r\n\r\nabc"));
            send(client, head + "Content-Length: 0\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 204 "));
            send(client, head + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", ServedWeb.readHead(client.getInputStream()));
            send(client, "x");
            assertTrue(readResponse(client).endsWith("\r\n\r\nx"));
            send(client, "GET /functions/echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 405 "));
            send(client, head + "Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 413 "));
            assertEquals(-1, client.getInputStream().read());
        }
        try (Socket client = client(site)) {
            String old = head.replace("1.1", "1.0") + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n";
            send(client, old + "x");
            assertTrue(readResponse(client).endsWith("\r\n\r\nx"), old);
        }
        for (String rejected : new String[] {
            "417 Expect: more\r\nContent-Length: 1\r\n\r\nx",
            "417 Expect: 100-continue\r\nExpect: more\r\nContent-Length: 1\r\n\r\nx",
            "415 Content-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
            "501 Transfer-Encoding: gzip, chunked\r\n\r\n",
            "400 Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "413 Transfer-Encoding: chunked\r\n\r\n400001\r\n" + "x".repeat(0x400001)
        }) {
            try (Socket client = client(site)) {
                send(client, head + rejected.substring(4));
                String response = readResponse(client);
                assertTrue(response.startsWith("HTTP/1.1 " + rejected.substring(0, 3)), response);
            }
        }
    }

    @Test
    void functionOfADisconnectedClient_isInterrupted() throws Exception {
        Gate gate = Gate.in(site.path());
        try (Socket client = client(site)) {
            send(
                    client,
                    "POST /functions/gate HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + gate.event().length() + "\r\n\r\n" + gate.event());
            gate.awaitEntered();
        }
        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
        assertFalse(seen.endsWith(" remaining=0"), seen);
    }
}
