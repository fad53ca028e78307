package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is pulled into the directory of a running runtime. {@code deploy/registry/check} tests more of registries. */
@Embedded
class PullIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("parcel", List.of("first", "second"), "registry", List.of("pulled")));

    @TempDir
    Path temp;

    private Path jar(String version, String function, String answer) throws IOException {
        return BadJar.good(function, answer).deploy(Files.createDirectories(temp.resolve(version)), function + ".jar");
    }

    private static Said succeed(Object... arguments) throws Exception {
        Said said =
                site.operator().run(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        assertEquals(0, said.status(), said::toString);
        return said;
    }

    @Test
    void parcel_isServed_andTheNextOneReplacesIt() throws Exception {
        String parcel = "oci-archive:" + temp.resolve("parcel.tar");
        succeed("push", parcel, jar("1", "first", "one"), jar("1", "second", "one"));

        Said pulled = site.operator().launch("pull", parcel, site.code("parcel").toString());
        assertEquals(0, pulled.status(), pulled::toString);
        assertTrue(pulled.names("added first.jar", "added second.jar"), pulled::toString);
        assertEquals("one", site.callers().call("first", ""));
        assertEquals("one", site.callers().call("second", ""));

        succeed("push", parcel, jar("2", "first", "two"));
        succeed("pull", parcel, site.code("parcel"));
        site.awaitAnswer("first", "two", "one");
        site.log().await("removed parcel/second.jar");
    }

    @Test
    void artifactOfARegistry_isServed_andTamperedOnesAreNot() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "docker-registry"))),
                "there is no docker-registry: a real registry was not tested");
        int port = RuntimeProcess.freePort();
        Path configuration =
                Files.writeString(temp.resolve("registry.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(temp.resolve("store"), port));
        Process registry = new ProcessBuilder("docker-registry", "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("registry.log").toFile())
                .start();
        try {
            Await.until("the registry", Await.LONG, () -> accepts(port), registry::isAlive);
            String artifact = "oci://127.0.0.1:" + port + "/it/functions:1";
            Path code = site.code("registry");
            succeed("push", artifact, jar("1", "pulled", "one"));
            succeed("pull", artifact, code);
            assertEquals("one", site.callers().call("pulled", ""));

            succeed("push", artifact, jar("2", "pulled", "two"));
            tamper(Files.size(temp.resolve("2/pulled.jar")));
            Said tampered = site.operator().run("pull", artifact, code.toString());
            assertEquals(1, tampered.status(), tampered::toString);
            assertTrue(
                    tampered.err().contains("pulled.jar in " + artifact + " is not what its digest says"),
                    tampered::err);
            assertEquals("one", site.callers().call("pulled", ""));

            succeed("push", artifact, jar("3", "pulled", "three"));
            succeed("pull", artifact, code);
            site.awaitAnswer("pulled", "three", "one");
        } finally {
            registry.destroy();
            registry.waitFor();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Changes the newest content of this size in the registry. */
    private void tamper(long size) throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("store"))) {
            Path content = files.filter(
                            file -> file.endsWith("data") && file.toFile().length() == size)
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(content);
            bytes[bytes.length / 2] ^= 1;
            Files.write(content, bytes);
        }
    }
}
