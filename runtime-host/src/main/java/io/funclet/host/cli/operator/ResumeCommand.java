package io.funclet.host.cli.operator;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.proto.control.v1.ResumeRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a suspension. */
@Command(
        name = "resume",
        header = "Accept calls again of a tenant or a function that is suspended.",
        description =
                "Prints nothing on success. A quota has suspended it, because too many calls went over it. 'ps' shows which are"
                        + " suspended, and why.",
        exitCodeList = {"0:Its calls are accepted again.", "1:It is not suspended, or no runtime responds."},
        footer = {"  funclet resume acme", "  funclet resume acme/heat"})
public final class ResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The tenant or the function, as 'ps' shows it.")
    private String subject;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            ResumeRequest request =
                    ResumeRequest.newBuilder().setSubject(subject).build();
            runtime.ask(ControlClient.TIMEOUT, stub -> stub.resume(request));
            return 0;
        }
    }
}
