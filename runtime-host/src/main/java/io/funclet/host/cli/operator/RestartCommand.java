package io.funclet.host.cli.operator;

import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.host.cli.option.SubjectArgument;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private SubjectArgument subject;

    @Mixin
    private AttemptOptions attempt;

    @Override
    public Integer call() throws IOException {
        return attempt.run(subject.absolute(), ControlBlockingStub::restart);
    }
}
