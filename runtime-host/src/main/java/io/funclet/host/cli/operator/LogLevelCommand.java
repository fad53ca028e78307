package io.funclet.host.cli.operator;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.config.LoggerConfig;
import io.funclet.proto.control.v1.SetLogLevelRequest;
import io.funclet.proto.control.v1.SetLogLevelRequest.Level;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what a running runtime logs. */
@Command(
        name = "log-level",
        header = "Change what a running runtime logs.",
        description =
                "Prints nothing on success. The level lasts until the process ends; its next start uses that of its"
                        + " configuration. The level of a function overrides that of all, until that of all is set again.",
        exitCodeList = {"0:The level is in force.", "1:There is no such function, or no runtime responds."},
        footer = {"  funclet log-level debug --function sayhi", "  funclet log-level info"})
public final class LogLevelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "LEVEL", description = "The lowest level that is logged: debug, info, warn, error.")
    private LoggerConfig.Level level;

    @Option(names = "--function", paramLabel = "NAME", description = "Only what the calls of this function log.")
    private String function = "";

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            SetLogLevelRequest request = SetLogLevelRequest.newBuilder()
                    .setLevel(Level.valueOf(level.name()))
                    .setFunction(function)
                    .build();
            runtime.ask(ControlClient.TIMEOUT, stub -> stub.setLogLevel(request));
            return 0;
        }
    }
}
