package io.funclet.host.cli;

import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.StatusReply;
import io.funclet.proto.control.v1.StatusRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a running runtime serves. */
@Command(
        name = "ps",
        header = "Show what a running runtime serves, and how well.",
        description = {
            "",
            "A line for each function: the version that serves and the file it comes from, the calls since the start of"
                    + " the process and how many of them failed, within which time half and 99 of 100 ended, how many"
                    + " run and wait now. Then a line for each jar, with how its last change ended.",
            "",
            "Exit status: 0, also if functions are not served; 1 if no runtime answers.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PsCommand implements Callable<Integer> {

    static final int TIMEOUT_SECONDS = 10;

    @Option(names = "--json", description = "For programs: all that is known, as JSON; see docs/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (Connection connection = control.connect()) {
            StatusReply status = ControlGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance());
            if (json) {
                System.out.println(MessageJson.of(status));
            } else {
                new StatusTables(status, Terminal.standardOutput().hasColours())
                        .lines()
                        .forEach(System.out::println);
            }
            return 0;
        }
    }
}
