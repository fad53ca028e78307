package io.funclet.host.cli.operator;

import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Restarts a function without a gap. */
@Command(
        name = "restart",
        header = "Restart a function without a gap.",
        description =
                "Starts the serving bundle a second time, switches calls over, and stops the first one when its running calls"
                        + " have ended, as in an update. Restarts the users of the bundle, too. If the bundle does not start,"
                        + " nothing changes.",
        exitCodeList = {
            "0:The function was restarted.",
            "1:The function goes on as before, it is unknown, or no runtime responds."
        },
        footer = {"  funclet restart sayhi", "  funclet restart thermo.jar"})
public final class RestartCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME-or-JAR",
            description = "A function, as callers or its bundle name it; a bundle's symbolic name; a jar in a code"
                    + " directory, with or without its path.")
    private String subject;

    @Mixin
    private AttemptOptions attempt;

    @Override
    public Integer call() throws IOException {
        return attempt.run(subject, ControlBlockingStub::restart);
    }
}
