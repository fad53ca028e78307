package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.WebClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runtime of which metrics and status can be read, and clients that write to it what they like. */
public abstract class ServedWeb {

    @TempDir
    public Path directory;

    public Workspace workspace;
    public WebClient web;

    @BeforeEach
    public void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
        web = WebClient.of(RuntimeProcess.freePort());
    }

    public RuntimeProcess started(String address) throws Exception {
        return RuntimeProcess.in(directory).environment("FUNCLET_HTTP", address).start();
    }

    public RuntimeProcess serving() throws Exception {
        return started(Integer.toString(web.port())).awaitPort(workspace.port()).awaitPort(web.port());
    }

    /** A client that has connected, and gives up when nothing comes for long. */
    public Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
        socket.setSoTimeout((int) Await.LONG.toMillis());
        return socket;
    }

    public static void ask(Socket client, String question) throws IOException {
        client.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
    }

    public static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertTrue(next >= 0, () -> "the connection has ended after: " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    /** So many bytes of what is answered to a question, or all until the end. */
    public String answer(String question, int bytes) throws IOException {
        try (Socket client = client()) {
            ask(client, question);
            InputStream in = client.getInputStream();
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        }
    }

    /** What tells the status, as a rule. */
    public String beginning(String question) throws IOException {
        return answer(question, 200);
    }

    /** How many TCP sockets a process has in a state, as {@code /proc/net/tcp} has it, whose local address ends so. */
    public static long sockets(RuntimeProcess runtime, String state, String localEnd) throws IOException {
        List<String> sockets = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + runtime.pid() + "/fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        if (Files.exists(Path.of("/proc/net/tcp6"))) {
            lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        }
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[3].equals(state) && fields[1].endsWith(localEnd))
                .filter(fields -> sockets.contains("socket:[" + fields[9] + "]"))
                .count();
    }
}
