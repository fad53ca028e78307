package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes from outside, and clients who only hold connections open. */
class ProbesIT {

    private static final FunctionJar ECHO = FunctionJar.of("it.probes", "echo", "return event;");

    /** Classes of health, of reflection, and of messages that calls do without. */
    private static final Pattern FOR_PROBES = Pattern.compile(
            "io\\.grpc\\.(health|reflection|protobuf\\.services)\\.|com\\.google\\.protobuf\\.GeneratedMessage"
                    + "|io\\.funclet\\.proto\\.");

    @TempDir
    Path directory;

    private Workspace workspace;
    private Path jar;

    @BeforeEach
    void deploy() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
        jar = workspace.code("code").resolve("probed.jar");
        ECHO.deploy(workspace.code("code"), "probed.jar");
    }

    @Test
    void watch_followsTheFunctionOnDisk_andSeesTheStop() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("x", callers.call("echo", "x"));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", workspace.port())
                    .usePlaintext()
                    .build();
            try {
                BlockingQueue<ServingStatus> server = watch(channel, "");
                BlockingQueue<ServingStatus> function = watch(channel, "echo");
                assertNext(ServingStatus.SERVING, server);
                assertNext(ServingStatus.SERVING, function);

                Files.delete(jar);
                assertNext(ServingStatus.NOT_SERVING, function);
                ECHO.deploy(workspace.code("code"), "probed.jar");
                assertNext(ServingStatus.SERVING, function);

                runtime.signal("TERM");
                assertNext(ServingStatus.NOT_SERVING, server);
                assertNext(ServingStatus.NOT_SERVING, function);
                assertEquals(0, runtime.awaitExit(Await.LONG));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void classesForProbes_areLoadedByTheFirstProbe_notByStartsAndCalls() throws Exception {
        Path loaded = directory.resolve("classes.log");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .javaOption("-Xlog:class+load:file=" + loaded)
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            for (Generation generation : Generation.values()) {
                assertEquals("x", callers.call(generation, "echo", "x"));
            }
            assertEquals(List.of(), forProbes(loaded));

            callers.raw("grpc.health.v1.Health/Check", new byte[0]);

            assertTrue(!forProbes(loaded).isEmpty(), "classes are looked for in the wrong place");
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void silentConnections_keepNoNewCallerOut_andAreClosed() throws Exception {
        int limit = 20;
        List<Socket> silent = new ArrayList<>();
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("FUNCLET_MAX_CONNECTIONS", Integer.toString(limit))
                        .environment("FUNCLET_HANDSHAKE_TIMEOUT", "2s")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("x", callers.call("echo", "x"));
            for (int i = 0; i < 10 * limit; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), workspace.port()));
                assertEquals("x", callers.call("echo", "x"));
            }
            for (int i = 0; i < 5; i++) {
                try (Callers newcomer = Callers.of(workspace.port())) {
                    assertEquals("x", newcomer.call("echo", "x"));
                    newcomer.raw("grpc.health.v1.Health/Check", new byte[0]);
                }
            }

            for (Socket connection : silent) {
                connection.setSoTimeout((int) Await.LONG.toMillis());
                assertEnds(connection);
            }
            assertEquals("x", callers.call("echo", "x"));
            long lines = workspace.log().lines().stream()
                    .filter(line -> line.contains("FUNCLET_MAX_CONNECTIONS"))
                    .count();
            assertTrue(lines >= 1 && lines < limit, lines + " lines");
            assertTrue(runtime.isAlive());
        } finally {
            for (Socket connection : silent) {
                connection.close();
            }
        }
    }

    private static void assertEnds(Socket connection) throws IOException {
        try {
            // The server's SETTINGS and its farewell, and then the end, or a timeout, which fails the test.
            connection.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            // An end as well.
        }
    }

    private static List<String> forProbes(Path loaded) throws IOException {
        return Files.readAllLines(loaded).stream()
                .filter(line -> FOR_PROBES.matcher(line).find())
                .toList();
    }

    private static BlockingQueue<ServingStatus> watch(ManagedChannel channel, String service) {
        BlockingQueue<ServingStatus> seen = new LinkedBlockingQueue<>();
        HealthCheckRequest request =
                HealthCheckRequest.newBuilder().setService(service).build();
        HealthGrpc.newStub(channel).watch(request, new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse response) {
                seen.add(response.getStatus());
            }

            @Override
            public void onError(Throwable end) {
                // What comes before it is what matters.
            }

            @Override
            public void onCompleted() {}
        });
        return seen;
    }

    private static void assertNext(ServingStatus expected, BlockingQueue<ServingStatus> seen)
            throws InterruptedException {
        assertEquals(expected, seen.poll(Await.LONG.toSeconds(), TimeUnit.SECONDS));
    }
}
