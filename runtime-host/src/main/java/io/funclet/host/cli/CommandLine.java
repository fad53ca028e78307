package io.funclet.host.cli;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The door of this room. */
public final class CommandLine {

    private CommandLine() {}

    /**
     * Runs one command, and writes what it has to say to standard output and standard error.
     *
     * <p>Blocks for as long as the command takes: {@code serve} until the process is told to stop. Does not end the
     * process.
     *
     * @param args the arguments of the process
     * @return the exit status: 0 for success, 1 for a failure, 2 for arguments that are wrong
     */
    public static int run(String[] args) {
        return parser().execute(args);
    }

    static picocli.CommandLine parser() {
        return new picocli.CommandLine(new FuncletCommand())
                .registerConverter(ListenAddress.class, Arguments::address)
                .registerConverter(Duration.class, Arguments::duration)
                // Colours only where a person sees them: picocli cannot tell for each stream.
                .setColorScheme(picocli.CommandLine.Help.defaultColorScheme(
                        Terminal.standardOutput().hasColours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((e, args) -> explain(e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof StatusRuntimeException failure) {
                        command.getErr().println("funclet: " + Connection.describe(failure));
                        return picocli.CommandLine.ExitCode.SOFTWARE;
                    }
                    if (e instanceof InvalidConfigException || e instanceof IOException) {
                        String denied = e instanceof AccessDeniedException ? " cannot be read: permission denied" : "";
                        command.getErr().println("funclet: " + e.getMessage() + denied);
                        return picocli.CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
    }

    /** One line about what is wrong and one about where to read on, instead of a page of usage. */
    private static int explain(ParameterException e) {
        picocli.CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("funclet: " + firstLine(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return picocli.CommandLine.ExitCode.USAGE;
    }

    private static String firstLine(ParameterException e) {
        // Before any command was named, what does not match can only have been meant as one.
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.getCommandLine().getParent() == null
                && !unmatched.isUnknownOption()) {
            return "there is no command '" + unmatched.getUnmatched().get(0) + "'";
        }
        return e.getMessage().lines().findFirst().orElse("wrong arguments");
    }
}
