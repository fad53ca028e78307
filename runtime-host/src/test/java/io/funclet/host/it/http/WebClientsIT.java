package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.ServedWeb;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the HTTP address makes of clients that hold connections, take their time, or do not wait. */
@BeginsFirst
class WebClientsIT extends ServedWeb {

    private static final String CONNECTED = "01";

    @Test
    void slowClients_holdUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (RuntimeProcess runtime = serving()) {
            for (int i = 0; i < 40; i++) {
                slow.add(client());
                // Some ask for nothing, some do not end their question, some do not read the answer.
                String[] questions = {
                    "", "GET /metrics HTTP/1.1\r\nHost: loc", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                };
                ask(slow.get(i), questions[i % 3]);
                // Waits less long than a server would that deals with one after the other, ten seconds each.
                web.metrics();
            }
            assertTrue(
                    sockets(runtime, CONNECTED, String.format(":%04X", web.port())) <= 16,
                    "no more connections than there may be");
            try (Callers callers = Callers.of(workspace.port())) {
                FunctionJar.of("it.echo", "echo", "return event;").deploy(workspace.code("code"), "echo.jar");
                assertEquals("x", callers.call("echo", "x"));
            }
            // The one that has asked for nothing for the longest time has gone.
            assertEquals(-1, slow.get(0).getInputStream().read());
            assertEquals(0, runtime.terminate());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void clientThatAsks_keepsItsConnection_whateverOthersHoldOpen() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (RuntimeProcess runtime = serving();
                Socket asking = client()) {
            ask(asking, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            readHead(asking.getInputStream());
            for (int i = 0; i < 80; i++) {
                silent.add(client());
                if (i % 40 != 39) {
                    continue;
                }
                ask(asking, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                readHead(asking.getInputStream());
            }
            assertTrue(runtime.isAlive());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** Each question would have to be kept until the one before it is answered. */
    @Test
    void clientThatDoesNotWaitForItsAnswers_isDisconnected() throws Exception {
        try (RuntimeProcess runtime = serving()) {
            String questions = "GET /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
            String answers = answer(questions, 1 << 20);
            assertTrue(answers.split("HTTP/1.1 200 ", -1).length <= 2, answers);
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void unfinishedQuestion_isNotWaitedForLong() throws Exception {
        try (RuntimeProcess runtime = serving();
                Socket client = client()) {
            ask(client, "GET / HTTP/1.1\r\n");
            assertEquals(-1, client.getInputStream().read());
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void threadThatAnswers_endsWhenNobodyAsks() throws Exception {
        try (RuntimeProcess runtime = serving()) {
            web.metrics();
            assertTrue(runtime.threads().contains("web"), "no thread by that name");
            Await.until("no thread", Await.LONG, () -> !runtime.threads().contains("web"), runtime::toString);
            web.metrics();
        }
    }
}
