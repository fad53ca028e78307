package io.funclet.host.cli.rollout;

import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.host.cli.option.SubjectArgument;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.proto.control.v1.CanaryRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets which part of the calls a new version gets. */
@Command(
        name = "canary",
        header = "Set which part of the calls a new version gets.",
        description =
                "While a new version is compared with the one before it. The part then stays until you set another one, promote"
                        + " the version or roll it back. If its calls are worse, it is taken back as before.",
        exitCodeList = {
            "0:The new version gets this part of the calls.",
            "1:There is no comparison, the name is unknown, or no runtime responds."
        },
        footer = {"  funclet canary thermo 5", "  funclet canary thermo 10 --shadow"})
public final class CanaryCommand implements Callable<Integer> {

    @Mixin
    private SubjectArgument subject;

    @Parameters(index = "1", paramLabel = "PERCENT", description = "From 1 to 100, with or without a percent sign.")
    private String part;

    @Option(
            names = "--shadow",
            description = "The new version gets copies of this part, and the one before it all calls. A copy runs the"
                    + " function for real; its reply is dropped.")
    private boolean shadow;

    @Mixin
    private AttemptOptions attempt;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int percent = UpdatePolicy.percent(part.endsWith("%") ? part : part + "%")
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "PERCENT: \"" + part + "\" is not a percentage from 1% to 100%"));
        CanaryRequest request = CanaryRequest.newBuilder()
                .setSubject(subject.absolute())
                .setPercent(percent)
                .setShadow(shadow)
                .build();
        return attempt.run(stub -> stub.canary(request));
    }
}
