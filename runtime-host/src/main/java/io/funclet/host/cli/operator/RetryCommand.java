package io.funclet.host.cli.operator;

import io.funclet.host.cli.option.ArgumentConverters;
import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries again to deploy a jar. */
@Command(
        name = "retry",
        header = "Try again now to deploy a jar.",
        description =
                "Tries the file at once, whatever happened to it before, and also while an older version serves. The runtime"
                        + " itself repeats a failed start, too: first after a second, then more and more rarely.",
        exitCodeList = {
            "0:The jar is deployed, or was before.",
            "1:The jar is not deployed, it is unknown, or no runtime responds."
        },
        footer = {"  funclet retry thermo.jar"})
public final class RetryCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "JAR",
            description = "A jar in a code directory, with or without its path, or the symbolic name of its bundle.")
    private String subject;

    @Mixin
    private AttemptOptions attempt;

    @Override
    public Integer call() throws IOException {
        return attempt.run(ArgumentConverters.subject(subject), ControlBlockingStub::retry);
    }
}
