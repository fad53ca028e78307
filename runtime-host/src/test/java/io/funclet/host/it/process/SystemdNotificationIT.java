package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StoppedRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service of systemd that says when it is ready ({@code Type=notify}). */
class SystemdNotificationIT extends StoppedRuntime {

    private Path told;

    /** In place of systemd's program: notes what it is told, if the runtime can be reached then. */
    @BeforeEach
    void makeProgram() throws Exception {
        told = directory.resolve("told");
        Path program = Files.createDirectory(directory.resolve("programs")).resolve("systemd-notify");
        Files.writeString(program, """
                #!/bin/bash
                : </dev/tcp/127.0.0.1/%s && echo "$NOTIFY_SOCKET $*" >%s.new && mv %2$s.new %2$s
                """.formatted(workspace.port(), told));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private RuntimeProcess start(String execPid) throws Exception {
        return RuntimeProcess.in(directory)
                .environment("PATH", directory.resolve("programs") + ":" + System.getenv("PATH"))
                .environment("NOTIFY_SOCKET", "/run/systemd/notify")
                .through("env SYSTEMD_EXEC_PID=" + execPid)
                .start();
    }

    @Test
    void systemd_isToldOfTheStart_onceTheRuntimeListens() throws Exception {
        // The shell is replaced by the runtime, which so has its number.
        try (RuntimeProcess runtime = start("$$")) {
            Await.until("told", Await.LONG, () -> Files.exists(told), runtime::err);

            assertEquals("/run/systemd/notify --ready\n", Files.readString(told));
            runtime.signal("TERM");
            assertOrderlyEnd(runtime);
        }
    }

    /** A manager that is a service of systemd hands its environment on. */
    @Test
    void systemd_isNotToldOfTheStart_ofAnotherProcess() throws Exception {
        try (RuntimeProcess runtime = start("1").awaitPort(workspace.port())) {
            workspace.log().await("service listens on");

            runtime.signal("TERM");
            assertOrderlyEnd(runtime);
            assertFalse(Files.exists(told));
        }
    }
}
