package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code funclet restart}. */
@Embedded
class RestartByCommandIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("called", "failing").environment("FUNCLET_START_TIMEOUT", "5s");

    @Test
    void functionIsStartedAnew_andNoCallIsLost() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "called").serving("called.jar", "1.0.0")) {
            for (String subject : new String[] {"called", "called.jar", "it.called"}) {
                long began = begun(function);
                Said said = site.operator().run("restart", subject);
                assertEquals(0, said.status(), said::toString);
                assertTrue(
                        said.names("updated called/called.jar (it.called 1.0.0)", "started anew, as was asked for"),
                        said::toString);
                assertEquals(began + 1, begun(function), "instances");
                function.traffic().awaitResponses(3);
            }
            function.endAfter("1.0.0");
        }
    }

    private static long begun(UpdatedFunction function) throws Exception {
        try (var lines = Files.lines(function.journal().file())) {
            return lines.filter(line -> line.contains(" begin ")).count();
        }
    }

    @Test
    void functionThatDoesNotStartAnew_goesOn() throws Exception {
        Gate once = Gate.in(site.path());
        site.deploy(
                FunctionJar.bundle("it.failing").component("failing", """
                        @Activate
                        void activate() throws Exception {
                            Files.createFile(Path.of("%s").resolve("once"));
                        }
                        """.formatted(once.directory()) + BadJar.HANDLER),
                "failing",
                "failing.jar");
        site.awaitServing("failing");

        Said said = site.operator().launch("restart", "failing");

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("failing/failing.jar", "FileAlreadyExists"), said::toString);
        try (Callers callers = Callers.of(site.port())) {
            assertEquals("bad", callers.call("failing", ""));
        }
        site.log().await("goes on, because its restart failed: ");
    }
}
