package io.funclet.host.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The help for {@code bin/demo}, which the launcher runs instead of this process. */
@Command(
        name = "demo",
        header = "Show in a minute what Funclet does.",
        description =
                "Starts a runtime in a temporary directory on a free port, adds, calls, updates and removes functions, and"
                        + " stops it. Leaves nothing behind.",
        exitCodeList = {"0:All is well.", "1:Something failed."},
        footer = "  funclet demo")
final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        throw new IOException("the demo is the script bin/demo of a distribution");
    }
}
