package io.funclet.host.cli;

import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.SetLogLevelRequest;
import io.funclet.proto.control.v1.SetLogLevelRequest.Level;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what a running runtime logs. */
@Command(
        name = "log-level",
        header = "Change what a running runtime logs.",
        description = {
            "",
            "Until the process ends; its next start takes the level of its configuration. That of one function goes before "
                    + "that of all, until that of all is set again.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class LogLevelCommand implements Callable<Integer> {

    /** As the configuration spells them. */
    private enum Choice {
        debug,
        info,
        warn,
        error
    }

    @Parameters(paramLabel = "LEVEL", description = "The least level that is logged: ${COMPLETION-CANDIDATES}.")
    private Choice level;

    @Option(names = "--function", paramLabel = "NAME", description = "Only what the calls of this function log.")
    private String function = "";

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (Connection connection = control.connect()) {
            ControlGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(PsCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .setLogLevel(SetLogLevelRequest.newBuilder()
                            .setLevel(Level.valueOf(level.name().toUpperCase(Locale.ROOT)))
                            .setFunction(function)
                            .build());
            return 0;
        }
    }
}
