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

/** Has a jar that is not taken tried now. */
@Command(
        name = "retry",
        header = "Have a jar that is not taken tried now.",
        description = {
            "",
            "What stands in the file is tried at once, whatever has become of it, and also if a former version goes on. A start"
                    + " that failed is tried again by itself, too: first after a second, then more and more rarely.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:It is taken, or was.",
            "1:It is not taken, nothing is known of it, or no runtime answers.",
            "2:The arguments are wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  funclet retry thermo.jar"},
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
final class RetryCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "JAR",
            description =
                    "A jar in a code directory, with or without its path, or the symbolic name of" + " its bundle.")
    private String subject;

    @Mixin
    private AttemptOptions attempt;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            return attempt.print(runtime.retry(ArgumentConverters.subject(subject), attempt.patience()));
        }
    }
}
