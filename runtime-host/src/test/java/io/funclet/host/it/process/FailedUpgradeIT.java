package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new process that does not take over: the old one serves on, no call fails, and the operator learns why. */
@BeginsFirst
class FailedUpgradeIT {

    private static final String HOME = RuntimeProcess.distribution().toString();

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
                    Map.of("process", List.of("process"), "neighbour", List.of("neighbour")))
            .before(site -> site.deploy(
                    FunctionJar.bundle("it.process")
                            .function("process", "return Payload.of(\"\" + ProcessHandle.current().pid());"),
                    "process",
                    "process.jar"))
            .neighbours(Generation.G3);

    private static Said upgrade(String... arguments) throws Exception {
        Said said = site.operator()
                .run(Stream.of(List.of("upgrade"), List.of(arguments))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().startsWith("funclet: the old version goes on: "), said::toString);
        return said;
    }

    /** The neighbour's calls are checked after each test, too. */
    @AfterEach
    void oldProcessServes_alone() throws Exception {
        assertEquals(Long.toString(site.runtime().pid()), site.callers().call("process", ""));
        String children = Files.readString(Path.of(
                "/proc/" + site.runtime().pid() + "/task/" + site.runtime().pid() + "/children"));
        assertEquals("", children);
        assertTrue(site.runtime().isAlive());
    }

    @Test
    void brokenConfiguration() throws Exception {
        Path file = site.path().resolve("etc/baetyl/service.yml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("functions:", "functoins:"));
        Said said = upgrade(HOME);
        Files.writeString(file, good);

        assertTrue(said.err().contains("the new process has not started: "), said::toString);
        assertTrue(said.err().contains("functoins"), said::toString);
    }

    @Test
    void addressInUse() throws Exception {
        Path file = site.path().resolve("etc/baetyl/service.yml");
        String good = Files.readString(file);
        Said said;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, good.replace(":" + site.port(), ":" + taken.getLocalPort()));
            said = upgrade(HOME);
            assertTrue(said.err().contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()), said::toString);
        } finally {
            Files.writeString(file, good);
        }
    }

    @Test
    void incompleteInstallation() throws Exception {
        Path bin = Files.createDirectories(site.path().resolve("incomplete/bin"));
        assertTrue(upgrade(bin.getParent().toString()).err().contains("there is no executable " + bin));

        Files.copy(Path.of(HOME, "bin/funclet"), bin.resolve("funclet"));
        assertTrue(bin.resolve("funclet").toFile().setExecutable(true));
        Said said = upgrade(bin.getParent().toString());

        assertTrue(said.err().contains("the new process has ended with status 1"), said::toString);
        assertTrue(site.err().stream().anyMatch(line -> line.contains("this installation is incomplete")));
    }

    /** Two processes cannot have a lock, a port or a device of which there is one. */
    @Test
    void functionThatDoesNotRunTwice_isNamed() throws Exception {
        site.deploy(
                FunctionJar.bundle("it.exclusive").component("process", """
                        @Activate
                        void activate() throws Exception {
                            Files.createFile(Path.of("taken"));
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of("" + ProcessHandle.current().pid());
                        }
                        """).version("2.0.0"),
                "process",
                "process.jar");
        site.awaitLine("serving process 2.0.0");

        Future<Said> upgrading = CompletableFuture.supplyAsync(() -> {
            try {
                return upgrade(HOME, "--timeout", "10s");
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        });
        // The new process accepts none of these: there they would wait in vain.
        while (!upgrading.isDone()) {
            try (Callers fresh = Callers.of(site.port())) {
                assertEquals(Long.toString(site.runtime().pid()), fresh.call("process", ""));
            }
        }
        Said said = upgrading.get();

        // A slow machine has not started the neighbour yet.
        assertTrue(
                said.err().matches("(?s).*was not ready within 10 s; it does not serve (neighbour, )?process.*"),
                said::toString);
        assertFalse(said.out().contains("accepts"), said::toString);
        Files.delete(site.path().resolve("taken"));
        site.deploy(
                FunctionJar.bundle("it.process")
                        .function("process", "return Payload.of(\"\" + ProcessHandle.current().pid());")
                        .version("3.0.0"),
                "process",
                "process.jar");
        site.awaitLine("serving process 3.0.0");
    }

    @Test
    void failedCheck_givesThePortBack() throws Exception {
        Said said = upgrade(HOME, "--trial", "20s", "--check", "exit 5");

        assertTrue(said.out().contains("it accepts the connections"), said::toString);
        assertTrue(said.err().contains("the check has ended with status 5"), said::toString);
        site.awaitLine("the upgrade has failed, and this process serves as before: the check has ended with status 5");
    }
}
