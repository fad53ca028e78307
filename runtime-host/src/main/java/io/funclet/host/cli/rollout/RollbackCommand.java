package io.funclet.host.cli.rollout;

import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.host.cli.option.SubjectArgument;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the version serve again that did before. */
@Command(
        name = "rollback",
        header = "Let the version serve again that did before.",
        description = "Starts the kept jar of the version before, switches calls over, and stops the present "
                + "version when its calls have ended, as in an update. The former version serves until the "
                + "file has another content, also after a restart. If the runtime has taken the present version back by "
                + "itself, the first rollback confirms that, and another one goes back further.",
        exitCodeList = {
            "0:The former version serves.",
            "1:No former version is kept or it does not start, the name is unknown, or no runtime responds."
        },
        footer = {"  funclet rollback thermo"})
public final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private SubjectArgument subject;

    @Mixin
    private AttemptOptions attempt;

    @Override
    public Integer call() throws IOException {
        return attempt.run(subject.absolute(), ControlBlockingStub::rollback);
    }
}
