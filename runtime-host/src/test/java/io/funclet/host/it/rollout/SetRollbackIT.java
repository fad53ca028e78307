package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set goes back as one: by an operator, by an observation, and over restarts. */
class SetRollbackIT {

    private static final String SET = "gateway.set.jar";

    private static final int CALLS = 40;

    @TempDir
    private Path directory;

    @TempDir
    private Path state;

    private RuntimeExtension start(String observe) throws Exception {
        Path temporary = directory.resolve("tmp");
        if (Files.exists(temporary)) {
            delete(temporary);
        }
        return RuntimeExtension.of(Map.of("code", List.of("one", "two")))
                .in(directory)
                .embedded()
                .environment("FUNCLET_STATE", state.toString())
                .environment("FUNCLET_UPDATE_OBSERVE", observe)
                .start();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static FunctionJar jar(String name, String version, String first) {
        return FunctionJar.bundle("it." + name)
                .version(version)
                .function(name, first + "return Payload.of(context.functionVersion());")
                .build();
    }

    private static void put(RuntimeExtension site, FunctionJar one, FunctionJar two) throws Exception {
        new SetFile().with("one.jar", one).with("two.jar", two).build().deploy(site.code("code"), SET);
        one.deploy(site.code("code"), "one.jar");
        two.deploy(site.code("code"), "two.jar");
    }

    private static void put(RuntimeExtension site, String version) throws Exception {
        put(site, jar("one", version, ""), jar("two", version, ""));
        awaitBoth(site, version);
    }

    private static void awaitBoth(RuntimeExtension site, String version) throws Exception {
        site.awaitAnswer("one", version);
        site.awaitAnswer("two", version);
    }

    @Test
    void formerSet_servesAgain_alsoAfterARestart_untilTheFileChanges() throws Exception {
        try (RuntimeExtension site = start("off")) {
            put(site, "1.0.0");
            assertTrue(site.operator().run("rollback", "one").names("no other set of this name is kept"));
            put(site, "1.0.1");

            Said back = site.operator().run("rollback", "two");

            assertEquals(0, back.status(), back::toString);
            assertTrue(back.names("updated code/" + SET, "was rolled back, as was asked for"), back::toString);
            assertEquals("1.0.0", site.callers().call("one", ""));
            assertEquals("1.0.0", site.callers().call("two", ""));
        }
        try (RuntimeExtension site = start("off")) {
            awaitBoth(site, "1.0.0");
            Said forward = site.operator().run("promote", "one");
            assertEquals(0, forward.status(), forward::toString);
            awaitBoth(site, "1.0.1");
            put(site, "1.0.2");
            Said history = site.operator().run("history", SET);
            assertTrue(history.names("deployed", "updated", "was rolled back", "updated"), history::toString);
        }
    }

    @Test
    void setThatIsNotComplete_lacksNothingAfterARestart_thatServedBefore() throws Exception {
        try (RuntimeExtension site = start("off")) {
            put(site, "1.0.0");
            FunctionJar one = jar("one", "2.0.0", "");
            FunctionJar two = jar("two", "2.0.0", "");
            new SetFile().with("one.jar", one).with("two.jar", two).build().deploy(site.code("code"), SET);
            one.deploy(site.code("code"), "one.jar");
            site.awaitLine("waiting code/" + SET, "waits for two.jar, whose digest is");
            Files.write(directory.resolve("two.jar"), two.bytes());
        }
        try (RuntimeExtension site = start("off")) {
            awaitBoth(site, "1.0.0");
            site.awaitLine("deployed code/" + SET, "in place of the content of the file, which waits for two.jar");
            new FunctionJar(Files.readAllBytes(directory.resolve("two.jar"))).deploy(site.code("code"), "two.jar");
            awaitBoth(site, "2.0.0");
            Files.delete(site.code("code").resolve("two.jar"));
            site.awaitLine("waiting code/" + SET, "waits for two.jar, which is not there");
            awaitBoth(site, "2.0.0");
        }
        try (RuntimeExtension site = start("off")) {
            awaitBoth(site, "2.0.0");
        }
    }

    @Test
    void setOfWhichOneFunctionFails_isTakenBackAsOne_andStaysSoAfterARestart() throws Exception {
        try (RuntimeExtension site = start("60s")) {
            put(site, "1.0.0");
            for (int i = 0; i < CALLS; i++) {
                site.callers().call("two", "");
            }
            put(site, jar("one", "1.0.1", ""), jar("two", "1.0.1", RolloutLoad.FAILS));
            site.awaitAnswer("one", "1.0.1", "1.0.0");

            Await.until("the way back", Await.LONG, () -> answers(site, "two", "1.0.0"), site::lines);

            site.awaitAnswer("one", "1.0.0");
            site.awaitLine("rejected code/" + SET, "was taken back after");
        }
        try (RuntimeExtension site = start("60s")) {
            awaitBoth(site, "1.0.0");
            put(site, "1.0.2");
            assertEquals(0, site.operator().run("rollback", "one").status());
            awaitBoth(site, "1.0.0");
        }
    }

    private static boolean answers(RuntimeExtension site, String function, String version) {
        try {
            return site.callers().call(function, "").equals(version);
        } catch (StatusRuntimeException onPurpose) {
            return false;
        }
    }
}
