package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components that fail, or wait for ever, without their bundle being bad: the log has the reason, once. */
class ComponentFaultsIT {

    private static final String ECHO = """
            @Override
            public Payload handle(Payload event, CallContext context) {
                return event;
            }
            """;

    @TempDir
    Path directory;

    @AutoClose
    private RuntimeProcess runtime;

    private Workspace workspace;

    @BeforeEach
    void start() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "f");
        runtime = workspace.start();
    }

    @Test
    void exceptionOfADeactivation_isLoggedOnce_withItsStackAndItsBundle() throws Exception {
        Path jar = deploy(FunctionJar.bundle("it.leaves").version("1.2.0").component("f", ECHO + """
                @Deactivate
                public void leave() {
                    throw new IllegalStateException("device is gone");
                }
                """));
        workspace.awaitServing("f");

        Files.delete(jar);

        workspace.log().await("at it.leaves.Function_f.leave(");
        assertEquals(0, runtime.terminate());
        List<String> lines = workspace.log().lines();
        List<String> told =
                lines.stream().filter(line -> line.contains("leave method")).toList();
        assertEquals(1, told.size(), () -> String.join("\n", lines));
        assertTrue(told.get(0).contains("WARN") && told.get(0).contains("it.leaves"), told.get(0));
        assertEquals(1, workspace.log().count("java.lang.IllegalStateException: device is gone"), () -> "" + lines);
        assertEquals(1, workspace.log().count("at it.leaves.Function_f.leave("), () -> "" + lines);
    }

    @Test
    void exceptionOfAnActivation_isToldInOneLine_withoutSayingTheSameAgain() throws Exception {
        deploy(FunctionJar.bundle("it.enters").component("f", ECHO + """
                @Activate
                public void enter() {
                    throw new IllegalStateException("no device");
                }
                """));

        workspace.log().await("refused");
        assertEquals(1, workspace.log().count("no device"));
        assertEquals(0, workspace.log().count("at it.enters."));
    }

    private Path deploy(FunctionJar.Bundle bundle) throws Exception {
        return bundle.build().deploy(workspace.code("code"), "f.jar");
    }
}
