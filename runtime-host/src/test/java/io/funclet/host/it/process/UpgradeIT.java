package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.client.WebClient;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.TlsWorkspace;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.it.runtime.Workspace;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code funclet upgrade}: another process takes over the ports, and no call fails. */
@BeginsFirst
class UpgradeIT {

    private static final String HOME = RuntimeProcess.distribution().toString();

    @TempDir
    private Path directory;

    /** A test that has failed would leave the new process, which is no child of this one. */
    @AfterEach
    void endAll() {
        ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(directory + "/tmp"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private Path temporary() throws Exception {
        return Files.createDirectories(directory.resolve("tmp"));
    }

    private Said upgrade(String... arguments) throws Exception {
        Operator operator = new Operator(directory, temporary());
        // The path is the new process's once the old one has ended.
        Await.until(
                "a control socket",
                Await.LONG,
                () -> operator.run("ps", "--control", control()).status() == 0,
                () -> "");
        return operator.run(Stream.of(List.of("upgrade", "--control", control()), List.of(arguments))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private String control() {
        return directory.resolve("control").toString();
    }

    /** A new connection for each call, which does not wait for one that is rejected. */
    private static Traffic.Line newConnections(int port) {
        return new Traffic.Line() {
            @Override
            public byte[] call(byte[] event) {
                try (Callers callers = Callers.of(port)) {
                    byte[] request = Generation.G3
                            .request("called", ByteString.copyFrom(event))
                            .toByteArray();
                    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
                    return Generation.G3
                            .payload(Generation.G3.parse(callers.raw(Generation.G3.method(), request, options)))
                            .toByteArray();
                }
            }

            @Override
            public void close() {}
        };
    }

    /** On the floor of Java and on the newest one: the sockets are handed over by methods that are private there. */
    @ParameterizedTest
    @ValueSource(strings = {"17", "newest"})
    void newProcess_takesOverTwice_andNoCallIsLost_neitherByGrpcNorByHttp(String java) throws Exception {
        Workspace workspace = Workspace.in(directory)
                .configureHandlers(Map.of("called", "called", "gate", "gate", "process", "process"));
        FunctionJar.bundle("it.gate").function("gate", Gate.HANDLER).build().deploy(workspace.code("gate"), "gate.jar");
        FunctionJar.of("it.process", "process", "return Payload.of(\"\" + ProcessHandle.current().pid());")
                .deploy(workspace.code("process"), "process.jar");
        int web = RuntimeProcess.freePort();
        RuntimeStart start = RuntimeProcess.in(directory)
                .temporary(temporary())
                .environment("FUNCLET_HTTP", "127.0.0.1:" + web)
                .environment("FUNCLET_HTTP_CALLS", "on")
                .environment("FUNCLET_CONTROL", control());
        if (java.equals("17")) {
            start.javaHome(Path.of(System.getProperty("java.home")));
        }
        try (RuntimeProcess old = start.start().awaitPort(workspace.port());
                UpdatedFunction called = UpdatedFunction.in(workspace, "called").serving("called.jar", "1.0.0")) {
            ProcessHandle last;
            byte[] event = Probe.event(100, Duration.ZERO);
            called.traffic()
                    .add("new connections", newConnections(workspace.port()), event)
                    .add("http", WebClient.of(web).line("called"), event);
            try (Callers callers = Callers.of(workspace.port())) {
                assertEquals(Long.toString(old.pid()), callers.call("process", ""));
                Gate gate = Gate.in(directory);
                Future<byte[]> running = callers.begin("gate", gate.event(), Await.LONG);
                gate.awaitEntered();

                Said first = upgrade(HOME, "--trial", "300ms");

                assertEquals(0, first.status(), first::toString);
                last = ProcessHandle.of(Long.parseLong(callers.call("process", "")))
                        .orElseThrow();
                assertNotEquals(old.pid(), last.pid());
                assertTrue(first.names("process " + last.pid() + " starts", "done"), first::toString);
                assertTrue(old.isAlive(), "a call runs");
                gate.open();
                assertEquals("passed", Callers.payload(running));
                Await.until("the end of the old process", Await.LONG, () -> !old.isAlive(), old::err);

                Said second = upgrade(HOME, "--trial", "300ms");

                assertEquals(0, second.status(), second::toString);
                last.onExit().get(Await.LONG.toSeconds(), TimeUnit.SECONDS);
                last = ProcessHandle.of(Long.parseLong(callers.call("process", "")))
                        .orElseThrow();
                called.traffic().awaitResponses(2);
                called.endAfter("1.0.0");
            }
            last.destroy();
            last.onExit().get(Await.LONG.toSeconds(), TimeUnit.SECONDS);
            assertEquals(0, old.awaitExit(Await.LONG));
            assertEquals(List.of(), List.copyOf(old.litter()));
            assertEquals(List.of(), old.err());
            assertFalse(RuntimeProcess.connects(workspace.port()));
        }
    }

    @Test
    void handshakeThatHasBegun_isNotCutOff() throws Exception {
        Certificates certificates = Certificates.make();
        certificates.writeServer(directory.resolve("certs"), KeyKind.PKCS8_EC);
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server("key: certs/key.pem", "cert: certs/crt.pem"), "echo");
        TlsWorkspace.ECHO.deploy(workspace.code("code"), "echo.jar");
        try (RuntimeProcess old = RuntimeProcess.in(directory)
                        .temporary(temporary())
                        .environment("FUNCLET_CONTROL", control())
                        // On a busy machine, an upgrade takes longer than the usual 10 s.
                        .environment("FUNCLET_HANDSHAKE_TIMEOUT", "120s")
                        .start()
                        .awaitPort(workspace.port());
                SSLSocket slow = certificates.begin(workspace.port(), "h2");
                Callers callers = Callers.of(workspace.port(), certificates.client(null))) {
            assertEquals("1", callers.call("echo", "1"));
            CountDownLatch moved = new CountDownLatch(1);
            callers.channel().notifyWhenStateChanged(ConnectivityState.READY, moved::countDown);
            Future<Said> upgrading = CompletableFuture.supplyAsync(() -> {
                try {
                    return upgrade(HOME, "--trial", "300ms");
                } catch (Exception failure) {
                    throw new CompletionException(failure);
                }
            });
            assertTrue(moved.await(Await.LONG.toSeconds(), TimeUnit.SECONDS));

            slow.startHandshake();

            assertEquals("h2", slow.getApplicationProtocol());
            // The old process waits for clients that do not go.
            slow.close();
            Said said = upgrading.get();
            assertEquals(0, said.status(), said::toString);
            assertEquals("2", callers.call("echo", "2"));
            end(said);
            assertEquals(0, old.awaitExit(Await.LONG));
        }
    }

    /** Ends the new process of an upgrade. */
    private static void end(Said upgraded) throws Exception {
        Matcher pid = Pattern.compile("process (\\d+) starts").matcher(upgraded.out());
        assertTrue(pid.find(), upgraded::toString);
        ProcessHandle last = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
        last.destroy();
        last.onExit().get(Await.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** A call of the new process may fail, which nothing can help. */
    @Test
    void newProcessThatDiesInItsTrial_isReplacedByTheOldOne() throws Exception {
        Workspace workspace = Workspace.in(directory).configure(Map.of("process", List.of("process")));
        FunctionJar.of("it.process", "process", "return Payload.of(\"\" + ProcessHandle.current().pid());")
                .deploy(workspace.code("process"), "process.jar");
        Path launcher = Files.createDirectories(directory.resolve("home/bin")).resolve("funclet");
        Files.writeString(
                launcher, "#!/bin/sh\necho $$ >'%s/pid'\nexec '%s/bin/funclet' \"$@\"\n".formatted(directory, HOME));
        assertTrue(launcher.toFile().setExecutable(true));
        try (RuntimeProcess old = RuntimeProcess.in(directory)
                        .temporary(temporary())
                        .environment("FUNCLET_CONTROL", control())
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals(Long.toString(old.pid()), callers.call("process", ""));

            Said said = upgrade(
                    directory.resolve("home").toString(),
                    "--check",
                    "kill -9 $(cat '" + directory + "/pid'); exec sleep 60");

            assertEquals(1, said.status(), said::toString);
            assertTrue(said.out().contains("it accepts the connections"), said::toString);
            assertTrue(said.err().contains("ended with status 137"), said::toString);
            assertEquals(Long.toString(old.pid()), callers.call("process", ""));
            assertEquals(0, old.terminate());
        }
    }
}
