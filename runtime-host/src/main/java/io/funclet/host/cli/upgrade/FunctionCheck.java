package io.funclet.host.cli.upgrade;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.proto.control.v1.AbandonUpgradeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The operator's command that checks a new version during its trial. If it fails, the upgrade is given up. */
final class FunctionCheck {

    private final String command;
    private final ControlClient runtime;

    /** {@code null} before it has begun, or without a command. */
    private volatile Process process;

    /** @param command for a shell; {@code null} for none */
    FunctionCheck(String command, ControlClient runtime) {
        this.command = command;
        this.runtime = runtime;
    }

    /** Runs it beside the trial. */
    void begin() {
        if (command == null) {
            return;
        }
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        process.onExit().thenAccept(ended -> {
            if (ended.exitValue() != 0) {
                abandon("the check has ended with status " + ended.exitValue());
            }
        });
    }

    /** The call that waits for the upgrade fails for this reason, once the old process serves. */
    private void abandon(String reason) {
        AbandonUpgradeRequest request =
                AbandonUpgradeRequest.newBuilder().setReason(reason).build();
        try {
            runtime.ask(ControlClient.TIMEOUT, stub -> stub.abandonUpgrade(request));
        } catch (IOException failure) {
            // The old process takes that for the end of this command.
            runtime.close();
        }
    }

    /** Throws if the check still runs, because it cannot prevent anything any more. */
    void requireEnd() throws IOException {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.destroy();
            throw new IOException("the new version serves, but the check did not end within its trial");
        }
    }
}
