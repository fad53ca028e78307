package io.funclet.host.cli.rollout;

import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.host.cli.option.SubjectArgument;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps a new version without further comparison. */
@Command(
        name = "promote",
        header = "Keep a new version without further comparison.",
        description = "Ends the comparison of a new version with the one before it, which then goes. A content "
                + "that was taken back or rolled back is deployed.",
        exitCodeList = {
            "0:The content of the file serves.",
            "1:It does not start, the name is unknown, or no runtime responds."
        },
        footer = {"  funclet promote thermo"})
public final class PromoteCommand implements Callable<Integer> {

    @Mixin
    private SubjectArgument subject;

    @Mixin
    private AttemptOptions attempt;

    @Override
    public Integer call() throws IOException {
        return attempt.run(subject.absolute(), ControlBlockingStub::promote);
    }
}
