package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.ServedWeb;
import io.funclet.host.it.runtime.Workspace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of calls by HTTP that are slow or too many. */
@Embedded
class HttpLimitsIT {

    private static final String HEAD = "POST /functions/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";

    private static final int LARGE_BYTES = 4 * 1024 * 1024;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(extension -> {
                Workspace workspace = extension.workspace();
                workspace.configure(workspace.server("timeout: 4s"), "echo", "large", "gate");
                FunctionJar.bundle("it.limits")
                        .function("echo", "return event;")
                        .function("large", "return Payload.of(new byte[" + LARGE_BYTES + "]);")
                        .function("gate", Gate.HANDLER)
                        .build()
                        .deploy(workspace.code("code"), "limits.jar");
            })
            .withWeb()
            .environment("FUNCLET_HTTP_CALLS", "on")
            .environment("FUNCLET_MAX_UNFINISHED", "1m")
            // Two responses of which the kernel takes a part.
            .environment("FUNCLET_MAX_UNREAD", "9m")
            .environment("FUNCLET_MAX_CONNECTIONS", "4")
            .after(extension -> extension.workspace().awaitServing("echo", "large", "gate"));

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void disconnect() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
    }

    private Socket client(String bytes) throws Exception {
        Socket client = new Socket();
        // The kernel holds no large response by itself.
        client.setReceiveBufferSize(8 * 1024);
        client.setSoTimeout((int) Await.LONG.toMillis());
        client.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), site.web().port()));
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        clients.add(client);
        return client;
    }

    private static void assertStatus(int status, Socket client) throws Exception {
        String head = ServedWeb.readHead(client.getInputStream());
        assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    }

    private static int call(String function, int bytes) throws Exception {
        return site.web().post("/functions/" + function, new byte[bytes]).statusCode();
    }

    @Test
    void requestThatDoesNotBecomeWhole_is408_atTheTimeoutOfCalls() throws Exception {
        Socket slow = client(HEAD.formatted("echo", 10) + "half");
        Socket chunked = client("POST /functions/echo HTTP/1.1\r\nHost: localhost\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        assertEquals(200, call("echo", 10));
        assertStatus(408, slow);
        assertStatus(408, chunked);
    }

    @Test
    void halfSentRequests_shareTheirMemory_andTheOldestEnds() throws Exception {
        String half = HEAD.formatted("echo", 400_000) + "x".repeat(390_000);
        Socket oldest = client(half);
        Socket next = client(half);
        client(half);
        assertStatus(429, oldest);
        next.getOutputStream().write(new byte[10_000]);
        assertStatus(200, next);
        site.log().await("FUNCLET_MAX_UNFINISHED");
    }

    @Test
    void responsesThatNobodyReads_areBounded() throws Exception {
        Socket first = client(HEAD.formatted("large", 0));
        Socket second = client(HEAD.formatted("large", 0));
        assertStatus(200, first);
        assertStatus(200, second);
        assertEquals(429, call("large", 0));
        assertEquals(200, call("echo", 10));
        first.getInputStream().readNBytes(LARGE_BYTES);
        Await.until("room for another response", Await.LONG, () -> call("large", 0) == 200, site::err);
    }

    @Test
    void connectionWhoseCallRuns_isNotReplaced_butOthersAre() throws Exception {
        Gate[] gates = {Gate.in(site.path()), Gate.in(site.path()), Gate.in(site.path()), Gate.in(site.path())};
        List<Socket> running = new ArrayList<>();
        Socket silent = client("");
        for (Gate gate : gates) {
            Socket client = client(HEAD.formatted("gate", gate.event().length()) + gate.event());
            gate.awaitEntered();
            running.add(client);
        }
        assertEquals(-1, silent.getInputStream().read());
        assertEquals(-1, client("").getInputStream().read());
        for (Gate gate : gates) {
            gate.open();
        }
        for (Socket each : running) {
            assertStatus(200, each);
        }
    }
}
