package io.funclet.host.cli;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks {@code grpc.health.v1} of a running runtime. {@code bin/health.pl} does the same without a JVM. */
@Command(
        name = "health",
        header = "Ask whether a running runtime serves.",
        description =
                "For the health checks of engines. Asks grpc.health.v1 by the control socket, so it needs no address and no"
                        + " certificate. With Perl, it takes no JVM.",
        exitCodeList = {"0:SERVING.", "1:NOT_SERVING, the function is not known, or no runtime responds."},
        footer = {"  funclet health", "  funclet health fahrenheit"})
final class HealthCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FUNCTION",
            description =
                    "Asks for this function. Unless told, asks for the server, which serves before its functions do.")
    private String function = "";

    @Mixin
    private ControlOptions control;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        HealthCheckRequest request =
                HealthCheckRequest.newBuilder().setService(function).build();
        try (ControlClient runtime = control.connect()) {
            ServingStatus status = runtime.ask(
                    ControlClient.TIMEOUT,
                    stub -> HealthGrpc.newBlockingStub(stub.getChannel())
                            .withDeadline(stub.getCallOptions().getDeadline())
                            .check(request)
                            .getStatus());
            spec.commandLine().getOut().println(status);
            return status == ServingStatus.SERVING ? 0 : 1;
        }
    }
}
