package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is tried again by itself, and by command, when a start has failed. */
@Embedded
public class RetriedStartIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().environment("FUNCLET_START_TIMEOUT", "5s");

    /** A function that cannot be activated before a file is there. */
    public static FunctionJar.Bundle needing(Path file, String function) {
        return FunctionJar.bundle("it." + function).component(function, """
                @Activate
                void activate() {
                    if (!Files.exists(Path.of("%s"))) {
                        throw new IllegalStateException("no sensor, at " + System.nanoTime());
                    }
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return event;
                }
                """.formatted(file));
    }

    private Path sensor(String name) {
        return site.served().resolveSibling(name + ".sensor");
    }

    private long lines(String... parts) {
        return site.lines().stream()
                .filter(line -> Stream.of(parts).allMatch(line::contains))
                .count();
    }

    private void awaitLines(long count, String... parts) throws Exception {
        Await.until(count + " lines", Await.LONG, () -> lines(parts) == count, site::lines);
    }

    private JsonObject retry(String file) throws Exception {
        for (JsonElement directory : site.operator().ps().getAsJsonArray("directories")) {
            for (JsonElement each : directory.getAsJsonObject().getAsJsonArray("files")) {
                if (each.getAsJsonObject().get("file").getAsString().equals(file)) {
                    return each.getAsJsonObject().getAsJsonObject("retry");
                }
            }
        }
        return null;
    }

    @Test
    void failedActivation_isTriedAgainByItself_andToldOnce() throws Exception {
        needing(sensor("itself"), "itself").build().deploy(site.served(), "itself.jar");
        site.awaitLine("rejected code/itself.jar", "no sensor", "it is tried again by itself");
        Await.until(
                "two attempts that came by themselves",
                Await.LONG,
                () -> retry("itself.jar").get("attempts").getAsInt() >= 2,
                site::lines);
        site.operator().explain("itself.jar", "is rejected, and tried again by itself", "no sensor");
        Said table = site.operator().run("ps");
        assertTrue(table.out().matches("(?s).*itself\\.jar .*tried again by itself, \\d+ times so far.*"), table::out);
        assertEquals(1, lines("rejected code/itself.jar"));
        assertEquals(1, lines("    at it.itself."));

        Files.createFile(sensor("itself"));

        site.awaitLine("deployed code/itself.jar", "with itself");
        assertEquals(null, retry("itself.jar"));
    }

    @Test
    void failedActivationOfAnUpdate_isTriedAgainByItself_whileWhatServesGoesOn() throws Exception {
        FunctionJar.bundle("it.update")
                .version("1.0.0")
                .function("update", "return event;")
                .build()
                .deploy(site.served(), "update.jar");
        site.awaitLine("serving update 1.0.0");
        needing(sensor("update"), "update").version("2.0.0").build().deploy(site.served(), "update.jar");
        site.awaitLine("rejected code/update.jar", "no sensor");
        try (Callers callers = Callers.of(site.port())) {
            assertEquals("goes on", callers.call("update", "goes on"));
        }

        Files.createFile(sensor("update"));

        site.awaitLine("updated code/update.jar", "with update");
    }

    @Test
    void attemptThatIsAskedFor_leavesALine_alsoIfItFailsForTheSameReason() throws Exception {
        FunctionJar jar = needing(sensor("asked"), "asked").build();
        Path file = jar.deploy(site.served(), "asked.jar");
        awaitLines(1, "rejected code/asked.jar");

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        awaitLines(2, "rejected code/asked.jar");
        jar.deploy(site.served(), "asked.jar");
        awaitLines(3, "rejected code/asked.jar");
        Said said = site.operator().launch("retry", "asked.jar");

        assertEquals(1, said.status(), said::toString);
        assertTrue(
                said.names("rejected code/asked.jar (it.asked", "no sensor", "tried again by itself"), said::toString);
        awaitLines(4, "rejected code/asked.jar");
        Files.createFile(sensor("asked"));
        assertEquals(0, site.operator().run("retry", "asked.jar").status());
        site.awaitLine("deployed code/asked.jar");
        assertTrue(
                site.operator().run("retry", "asked.jar").names("code/asked.jar (it.asked", "is taken as it stands"));
    }

    @Test
    void startThatTookTooLong_isTriedAgain_whenItHasEnded_andNotBefore() throws Exception {
        Gate gate = Gate.in(site.served().resolveSibling("."));
        FunctionJar jar = FunctionJar.bundle("it.slow")
                .component("slow", """
                        @Activate
                        void activate() throws Exception {
                            Path gate = Path.of("%s");
                            Files.writeString(gate.resolve("starts"), "x",
                                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                            while (!Files.exists(gate.resolve("open"))) {
                                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }
                        """.formatted(gate.directory()))
                .build();
        jar.deploy(site.served(), "slow.jar");
        site.awaitLine("rejected code/slow.jar", "did not start within", "it is tried again by itself");
        site.operator()
                .explain("slow.jar", "next when its last start has ended", "its start has not returned yet", "at ");
        Said said = site.operator().run("retry", "slow.jar");
        assertEquals(1, said.status());
        assertTrue(said.names("is not tried again before its last start has ended"), said::toString);
        assertEquals("x", Files.readString(gate.directory().resolve("starts")));

        gate.open();

        site.awaitLine("deployed code/slow.jar", "with slow");
    }

    @Test
    void threadsThatFailedStartsLeave_doNotPileUp() throws Exception {
        Path end = site.served().resolveSibling("threads.end");
        FunctionJar.bundle("it.threads")
                .component("threads", """
                        @Activate
                        void activate() {
                            new Thread(() -> {
                                while (!Files.exists(Path.of("%1$s"))) {
                                    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                                    Thread.interrupted();
                                }
                            }, "left-by-a-start").start();
                            if (!Files.exists(Path.of("%1$s"))) {
                                throw new IllegalStateException("not yet");
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }
                        """.formatted(end))
                .build()
                .deploy(site.served(), "threads.jar");

        String line = site.awaitLine("is not tried again before threads have ended");

        assertEquals(3, line.split("left-by-a-start", -1).length - 1, line);
        Files.createFile(end);
        assertEquals(0, site.operator().run("retry", "threads.jar").status());
    }

    @Test
    void whatCanNeverStart_isNotTriedAgain() throws Exception {
        BadJar.CLASS_THAT_IS_NOT_THERE.of("never").deploy(site.served(), "never.jar");
        String line = site.awaitLine("rejected code/never.jar", "Gone");

        assertFalse(line.contains("tried again"), line);
        assertEquals(null, retry("never.jar"));
        site.operator().explain("never.jar", "is rejected, until the file changes");
        assertEquals(1, site.operator().run("retry", "never.jar").status());
        awaitLines(2, "rejected code/never.jar");
    }

    @Test
    void nothingOfThatName_isSaid() throws Exception {
        for (String command : new String[] {"retry", "restart"}) {
            Said said = site.operator().run(command, "nothing.jar");
            assertEquals(1, said.status());
            assertTrue(said.err().contains("nothing is known of \"nothing.jar\""), said::err);
        }
    }
}
