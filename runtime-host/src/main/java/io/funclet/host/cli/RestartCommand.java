package io.funclet.host.cli;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ArgumentConverters;
import io.funclet.host.cli.option.AttemptOptions;
import io.funclet.host.cli.option.ControlOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a function started anew, without a gap. */
@Command(
        name = "restart",
        header = "Have a function started anew, without a gap.",
        description = {
            "",
            "The bundle that serves is started once more, beside itself; then calls are switched over, and the former one is"
                    + " stopped when its running calls have ended: as at an update. Who uses the bundle is started anew, too."
                    + " If it does not start, nothing changes.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:It has been started anew.",
            "1:It goes on as it was, nothing is known of it, or no runtime answers.",
            "2:The arguments are wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  funclet restart sayhi", "  funclet restart thermo.jar"},
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
final class RestartCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME-or-JAR",
            description = "A function, as callers or its bundle name it; a bundle's symbolic name; a jar in a code"
                    + " directory, with or without its path.")
    private String subject;

    @Mixin
    private AttemptOptions attempt;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            return attempt.print(runtime.restart(ArgumentConverters.subject(subject), attempt.patience()));
        }
    }
}
