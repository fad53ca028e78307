package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet serve} and {@code funclet call} as two processes: the whole of Funclet without a manager. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeIT {

    private static final String LAUNCHER =
            Run.distribution().resolve("bin/funclet").toString();

    @TempDir
    Path temp;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "FUNCLET_JAVA_HOME", System.getProperty("java.home")));

    @Test
    void serve_saysWhatComesAndGoes_andCallsAreAnswered() throws Exception {
        Path functions = Files.createDirectory(temp.resolve("my functions"));
        String address = "127.0.0.1:" + freePort();
        Process serve = Run.begin(temp, environment, LAUNCHER, "serve", functions.toString(), "--address", address);
        try (BufferedReader log = serve.errorReader()) {
            awaitLine(log, "service listens on " + address);
            Path staged = Files.copy(sample(), temp.resolve("staged"));
            Files.move(staged, functions.resolve("sample.jar"), StandardCopyOption.ATOMIC_MOVE);
            awaitLine(log, "deployed my functions/sample.jar");

            Run sayhi = call(address, "sayhi", "{\"a\":1.0}", "--generation", "2", "--topic", "t");
            assertEquals(
                    "{\"a\":1.0,\"messageQOS\":0,\"messageTopic\":\"t\",\"functionName\":\"sayhi\",\"Say\":\"Hello Baetyl\"}",
                    sayhi.out());
            assertEquals(0, sayhi.status());
            // Standard input is no terminal here, and empty: so is the event, and so is the answer of echo.
            Run echo = call(address, "echo");
            assertEquals("filtered: the function answered without a payload\n", echo.err());
            assertEquals("", echo.out());
            assertEquals(0, echo.status());

            Files.delete(functions.resolve("sample.jar"));
            awaitLine(log, "no longer serving sayhi");
            Run gone = call(address, "sayhi", "{}");
            assertTrue(gone.err().startsWith("NOT_FOUND: "), gone.err());
            assertEquals(1, gone.status());

            serve.toHandle().destroy();
            awaitLine(log, "service closed");
            assertTrue(serve.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, serve.exitValue());
            assertEquals("", new String(serve.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void addressInUse_isOneLine_withStatus1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Run serve = Run.of(temp, environment, LAUNCHER, "serve", temp.toString(), "--address", address);

            assertEquals(1, serve.status());
            List<String> naming =
                    serve.err().lines().filter(line -> line.contains(address)).toList();
            assertEquals(1, naming.size(), serve.err());
            assertTrue(naming.get(0).contains("in use"), serve.err());
        }
    }

    private Run call(String address, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.of(Stream.of(LAUNCHER, "call"), Stream.of(arguments), Stream.of("--address", address))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return Run.of(temp, environment, command);
    }

    static void awaitLine(BufferedReader log, String expected) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(expected)) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("no line with \"" + expected + "\" in:\n" + seen);
    }

    private static Path sample() throws IOException {
        try (Stream<Path> samples = Files.list(Run.distribution().resolve("samples"))) {
            return samples.findFirst().orElseThrow();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
