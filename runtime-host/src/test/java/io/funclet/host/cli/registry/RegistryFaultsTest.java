package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.content;
import static io.funclet.host.cli.registry.Commands.jar;
import static io.funclet.host.cli.registry.Commands.run;
import static io.funclet.host.cli.registry.Commands.succeed;
import static io.funclet.host.cli.registry.Commands.visible;
import static io.funclet.host.cli.registry.FaultyRegistry.json;
import static io.funclet.host.cli.registry.FaultyRegistry.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.oci.RegistryAccess;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.registry.Commands.Said;
import io.funclet.host.cli.registry.FaultyRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Registries that fail, or send what they should not. */
class RegistryFaultsTest extends FaultyRegistryPulls {

    @Test
    void connectionThatBreaks_isContinuedWhereItBroke() throws Exception {
        int half = bytes.length / 2;
        registry.answer(blob, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                send(exchange, 206, Arrays.copyOfRange(bytes, half, bytes.length));
            } else {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, half);
                exchange.getResponseBody().flush();
            }
        });

        succeed("pull", reference(), code);

        assertEquals(Map.of("one.jar", content(jar)), visible(code));
        assertTrue(
                registry.requests().contains("GET " + blob + " null bytes=" + half + "-"),
                registry.requests()::toString);
    }

    @Test
    void restThatIsNotWhatItShouldBe_isFetchedAgainAsAWhole() throws Exception {
        Path work = Files.createDirectory(code.resolve(".funclet-pull"));
        Files.write(work.resolve(blob.substring(blob.indexOf(':') + 1)), new byte[] {1, 2, 3});
        registry.answer(blob, exchange -> {
            boolean rest = exchange.getRequestHeaders().containsKey("Range");
            send(exchange, rest ? 206 : 200, rest ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes);
        });

        succeed("pull", reference(), code);

        assertEquals(Map.of("one.jar", content(jar)), visible(code));
    }

    /** As docker-registry 2.8 does it: the length of the content, and a short text. */
    @Test
    void rangeThatIsNotThere_isNotAskedForAgain() throws Exception {
        Path work = Files.createDirectory(code.resolve(".funclet-pull"));
        Files.write(work.resolve(blob.substring(blob.indexOf(':') + 1)), new byte[] {1, 2, 3});
        registry.answer(blob, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.sendResponseHeaders(416, bytes.length);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
            } else {
                send(exchange, 200, bytes);
            }
        });

        succeed("pull", reference(), code);

        assertEquals(Map.of("one.jar", content(jar)), visible(code));
    }

    @Test
    void moreThanTheManifestSays_isNotWritten() throws Exception {
        registry.answer(blob, exchange -> {
            exchange.sendResponseHeaders(200, 0); // in chunks, without a length
            exchange.getResponseBody().write(Arrays.copyOf(bytes, bytes.length + 1));
        });

        Said said = run("pull", reference(), code);

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("sends more than the " + bytes.length + " bytes"), said::err);
        assertEquals(Map.of(), visible(code));
    }

    @Test
    void manifestOfAnotherDigest_isRejected() throws Exception {
        registry.answer("/v2/r/manifests/1", exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "0".repeat(64));
            send(exchange, 200, json("{'schemaVersion':2}"));
        });

        Said said = run("pull", reference(), code);

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("has sent another manifest than sha256:00"), said::err);
    }

    @Test
    void watch_goesOnThroughTrouble_saysItOnce_andAsksForTheDigestAlone() throws Exception {
        Answer good = registry.answerOf("/v2/r/manifests/1");
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        RegistryAccess access = new RegistryAccess(Optional.empty(), List.of(), Map.of("HOME", temp.toString()));
        ArtifactPull pull = new ArtifactPull(ArtifactReference.parse(reference()), code, "s", false);
        Thread watch = new Thread(() -> {
            try {
                new TagWatch(pull, () -> access, Duration.ofMillis(2), log::add).run();
            } catch (InterruptedException end) {
                log.add("ended");
            }
        });
        watch.start();
        try {
            assertSaid(log, ": added one.jar");
            CountDownLatch looks = new CountDownLatch(3);
            registry.answer("/v2/r/manifests/1", exchange -> {
                looks.countDown();
                send(exchange, 404, new byte[0]);
            });
            assertSaid(log, "is not there: status 404; the jars stay as they are, and the next look follows in about");
            assertTrue(looks.await(30, TimeUnit.SECONDS));
            registry.answer("/v2/r/manifests/1", good);
            assertSaid(log, "can be read again, and has not changed");
            assertEquals(
                    1,
                    registry.requests().stream()
                            .filter(r -> r.startsWith("GET /v2/r/manifests"))
                            .count());
            Path changed = jar(temp.resolve("2"), "one.jar", "changed");
            succeed("push", "oci:" + temp.resolve("second"), changed);
            registry.serve(temp.resolve("second"), "1");
            assertSaid(log, ": replaced one.jar");
            assertEquals(Map.of("one.jar", content(changed)), visible(code));
        } finally {
            watch.interrupt();
            watch.join();
        }
        assertEquals("ended", log.poll());
    }

    private static void assertSaid(BlockingQueue<String> log, String part) throws InterruptedException {
        String line = log.poll(30, TimeUnit.SECONDS);
        assertTrue(line != null && line.contains(part), () -> part + " is not in " + line);
    }
}
