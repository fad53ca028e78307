package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runtime whose end is looked at: with status 0, the last line in the log, and nothing left. */
public abstract class StoppedRuntime {

    /** The master sends {@code SIGKILL} after 30 s: an orderly end has to be well before. */
    public static final Duration GRACE = Duration.ofSeconds(25);

    static final FunctionJar GATES = FunctionJar.bundle("it.stop")
            .function("stubborn", Gate.STUBBORN_HANDLER)
            .component("gate", """
                    private volatile Path last;

                    @Override
                    public Payload handle(Payload event, CallContext context) throws Exception {
                        last = Path.of(event.text());
                        %s
                    }

                    @Deactivate
                    void deactivate() throws Exception {
                        if (last != null) {
                            Files.createFile(last.resolve("deactivated"));
                        }
                    }
                    """.formatted(Gate.HANDLER))
            .build();

    @TempDir
    public Path directory;

    public Workspace workspace;

    @BeforeEach
    public void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server("timeout: 20s"), "gate", "stubborn", "absent");
        GATES.deploy(workspace.code("code"), "gates.jar");
    }

    public void assertOrderlyEnd(RuntimeProcess runtime) throws Exception {
        assertEquals(0, runtime.awaitExit(GRACE));
        List<String> log = workspace.log().lines();
        assertTrue(log.get(log.size() - 1).endsWith("service closed"), log::toString);
        assertEquals(1, workspace.log().count("service closed"));
        assertEquals(List.of(), runtime.err());
        assertEquals(List.of(), List.copyOf(runtime.litter()));
    }

    public static Status failure(Future<byte[]> call) {
        ExecutionException failed = Assertions.assertThrows(ExecutionException.class, () -> Callers.payload(call));
        return ((StatusRuntimeException) failed.getCause()).getStatus();
    }
}
