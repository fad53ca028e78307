package io.funclet.host.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The help for {@code bin/archive.sh}, which the launcher runs instead of this process. */
@Command(
        name = "archive",
        header = "Make the archive that halves the time of a start.",
        description =
                "Makes the class data archive of this installation for the Java of this command. The runtime then starts in"
                        + " about half of the time. Starts a runtime on a free port of the loopback interface, calls the"
                        + " samples, and stops it. An idle runtime makes a missing archive itself, unless memory or threads are"
                        + " limited. Repeat this for each Java, and after the installation was moved or a jar in lib/ has"
                        + " changed.",
        exitCodeList = {"0:The archive exists; standard output names it.", "1:It could not be made."},
        footer = {"  funclet archive", "  FUNCLET_JAVA_HOME=/opt/jdk-25 funclet archive --if-missing"})
final class ArchiveCommand implements Callable<Integer> {

    @Option(names = "--if-missing", description = "Keep an existing archive, and print nothing.")
    @SuppressWarnings("unused") // for the help
    private boolean ifMissing;

    @Override
    public Integer call() throws IOException {
        throw new IOException("the archive is made by the script bin/funclet of a distribution");
    }
}
