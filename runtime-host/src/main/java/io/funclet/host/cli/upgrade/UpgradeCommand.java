package io.funclet.host.cli.upgrade;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.config.LaunchProfile;
import io.funclet.proto.control.v1.UpgradeProgress;
import io.funclet.proto.control.v1.UpgradeRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has another version take over from a running runtime. */
@Command(
        name = "upgrade",
        header = "Have this version take over from a running one.",
        description =
                "Starts the version that the command belongs to beside the running one, with the arguments and the environment"
                        + " of that one. Once it serves all functions, it takes over the ports. No connection is rejected, and"
                        + " running calls end where they began. The old process ends after a trial. Until then it goes on if"
                        + " the new one ends, if the check fails, or if this command is interrupted.",
        exitCodeList = {
            "0:The new version serves, and has passed its trial.",
            "1:The old version goes on, or no runtime responds."
        },
        footer = {
            "  funclet upgrade",
            "  funclet upgrade /opt/funclet-2 --control 4711 --trial 1m",
            "  funclet upgrade --check 'funclet call sayhi {}'"
        },
        sortOptions = false)
public final class UpgradeCommand implements Callable<Integer> {

    /** For the process that has to end after a failure. */
    private static final Duration STOP = Duration.ofMinutes(3);

    @Parameters(
            arity = "0..1",
            paramLabel = "HOME",
            description = "The installation that takes over, unless that of this command.")
    private Path home;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long the new version may take until it serves all functions (1m).")
    private Duration startTimeout = Duration.ofMinutes(1);

    @Option(
            names = "--trial",
            paramLabel = "DURATION",
            description = "How long the new version must serve before the old one ends (10s).")
    private Duration trial = Duration.ofSeconds(10);

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            description =
                    "Runs in a shell once the new version accepts connections. If its status is not 0, the old version"
                            + " takes over again. It must end within the trial.")
    private String check;

    @Mixin
    private ControlOptions control;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String own = LaunchProfile.CURRENT.home();
        if (home == null && own == null) {
            throw new IOException("this command was not started by bin/funclet: name the installation");
        }
        UpgradeRequest request = UpgradeRequest.newBuilder()
                .setHome((home == null ? Path.of(own) : home)
                        .toAbsolutePath()
                        .normalize()
                        .toString())
                .setStartTimeout(message(startTimeout))
                .setTrial(message(trial))
                .build();
        try (ControlClient runtime = control.connect()) {
            FunctionCheck checked = new FunctionCheck(check, runtime);
            try {
                runtime.ask(startTimeout.plus(trial).plus(STOP), stub -> {
                    for (Iterator<UpgradeProgress> each = stub.upgrade(request); each.hasNext(); ) {
                        report(each.next(), checked);
                    }
                    return null;
                });
            } catch (IOException failed) {
                throw new IOException("the old version goes on: " + failed.getMessage(), failed);
            }
            checked.requireEnd();
            return 0;
        }
    }

    private static com.google.protobuf.Duration message(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    private void report(UpgradeProgress progress, FunctionCheck checked) {
        PrintWriter out = spec.commandLine().getOut();
        switch (progress.getStep()) {
            case STARTED -> out.println("process " + progress.getPid() + " starts");
            case READY -> out.println("it serves all functions, and takes over");
            case SERVING -> {
                out.println("it accepts the connections; its trial takes " + trial.toMillis() / 1000.0 + " s");
                checked.begin();
            }
            case DONE -> out.println("done: process " + progress.getPid() + " serves, and the old one ends");
            case STEP_UNSPECIFIED, UNRECOGNIZED -> {
                // of a later version
            }
        }
        out.flush();
    }
}
