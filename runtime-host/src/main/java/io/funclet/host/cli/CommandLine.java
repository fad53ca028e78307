package io.funclet.host.cli;

import io.funclet.host.cli.client.Connection;
import io.funclet.host.cli.operator.ExplainCommand;
import io.funclet.host.cli.operator.LogLevelCommand;
import io.funclet.host.cli.operator.PsCommand;
import io.funclet.host.cli.operator.ReloadCommand;
import io.funclet.host.cli.operator.RestartCommand;
import io.funclet.host.cli.operator.ResumeCommand;
import io.funclet.host.cli.operator.RetryCommand;
import io.funclet.host.cli.option.ArgumentConverters;
import io.funclet.host.cli.option.ArgumentErrors;
import io.funclet.host.cli.registry.PullCommand;
import io.funclet.host.cli.registry.PushCommand;
import io.funclet.host.cli.rollout.CanaryCommand;
import io.funclet.host.cli.rollout.HistoryCommand;
import io.funclet.host.cli.rollout.PromoteCommand;
import io.funclet.host.cli.rollout.RollbackCommand;
import io.funclet.host.cli.sign.SetCommand;
import io.funclet.host.cli.sign.SignCommand;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.host.cli.upgrade.UpgradeCommand;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Parses and runs the commands of {@code funclet}. */
public final class CommandLine {

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "new",
            "serve",
            "dev",
            "call",
            "ps",
            "health",
            "explain",
            "check",
            "wrap",
            "sign",
            "set",
            "push",
            "pull",
            "retry",
            "restart",
            "canary",
            "rollback",
            "promote",
            "history",
            "reload",
            "upgrade",
            "resume",
            "log-level",
            "demo",
            "archive",
            "help");

    private CommandLine() {}

    /**
     * Runs one command, with its output on standard output and standard error. Blocks until it ends: {@code serve} until a
     * signal stops the process.
     *
     * @param runtime serves a configuration until a signal stops the process, and returns the exit status
     * @return the exit status: 0 for success, 1 for a failure, 2 for arguments that are wrong
     */
    public static int run(String[] args, ToIntFunction<RuntimeConfig> runtime) {
        // As bin/funclet sets the encoding of both streams.
        return run(
                args,
                runtime,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /**
     * The same, with the output of {@code ps}, {@code explain}, {@code check}, {@code retry} and {@code restart}, and all
     * errors of the command line, on the given writers.
     */
    public static int run(String[] args, ToIntFunction<RuntimeConfig> runtime, PrintWriter out, PrintWriter err) {
        return parser(runtime, args).setOut(out).setErr(err).execute(args);
    }

    /** {@code null} for another name. Loads no class but this one: {@code serve} is a start of the runtime. */
    private static Class<?> named(String command) {
        return switch (command) {
            case "new" -> NewCommand.class;
            case "serve" -> ServeCommand.class;
            case "dev" -> DevCommand.class;
            case "call" -> CallCommand.class;
            case "ps" -> PsCommand.class;
            case "health" -> HealthCommand.class;
            case "explain" -> ExplainCommand.class;
            case "check" -> CheckCommand.class;
            case "wrap" -> WrapCommand.class;
            case "sign" -> SignCommand.class;
            case "set" -> SetCommand.class;
            case "push" -> PushCommand.class;
            case "pull" -> PullCommand.class;
            case "retry" -> RetryCommand.class;
            case "restart" -> RestartCommand.class;
            case "canary" -> CanaryCommand.class;
            case "rollback" -> RollbackCommand.class;
            case "promote" -> PromoteCommand.class;
            case "history" -> HistoryCommand.class;
            case "reload" -> ReloadCommand.class;
            case "upgrade" -> UpgradeCommand.class;
            case "resume" -> ResumeCommand.class;
            case "log-level" -> LogLevelCommand.class;
            case "demo" -> DemoCommand.class;
            case "archive" -> ArchiveCommand.class;
            case "help" -> HelpCommand.class;
            default -> null;
        };
    }

    /**
     * For these arguments: it knows all commands, unless they begin with the name of one. Picocli reads the annotations of
     * all that a parser knows, for 150 ms. Manual pages and completion are made of it, too.
     */
    public static picocli.CommandLine parser(ToIntFunction<RuntimeConfig> runtime, String... args) {
        picocli.CommandLine parser = new picocli.CommandLine(new FuncletCommand(runtime));
        Class<?> named = args.length == 0 ? null : named(args[0]);
        if (named == null || named == HelpCommand.class) {
            COMMANDS.forEach(name -> parser.addSubcommand(name, named(name)));
        } else {
            parser.addSubcommand(args[0], named);
        }
        parser.getCommandSpec().version(version());
        parser.getSubcommands().values().stream()
                .map(picocli.CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().exitCodeList().isEmpty())
                .forEach(CommandLine::complete);
        return parser.registerConverter(ListenAddress.class, ListenAddress::parse)
                .registerConverter(Duration.class, ArgumentConverters::duration)
                .registerConverter(LoggerConfig.Level.class, ArgumentConverters::level)
                // An event may begin with @, which does not name a file of arguments.
                .setExpandAtFiles(false)
                // Colours only where a person sees them: picocli cannot tell for each stream.
                .setColorScheme(picocli.CommandLine.Help.defaultColorScheme(
                        Terminal.standardOutput().hasColours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((e, wrong) -> explain(e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    String reason;
                    if (e instanceof StatusRuntimeException failure) {
                        reason = Connection.describe(failure);
                    } else if (e instanceof AccessDeniedException) {
                        reason = e.getMessage() + " cannot be read: permission denied";
                    } else if (e instanceof InvalidConfigException || e instanceof IOException) {
                        reason = e.getMessage();
                    } else {
                        throw e;
                    }
                    command.getErr().println("funclet: " + TerminalText.inOneLine(reason));
                    return picocli.CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** Adds what all commands have: their standard options, the status of wrong arguments, and the shape of their help. */
    private static void complete(CommandSpec command) {
        command.mixinStandardHelpOptions(true).version(version());
        UsageMessageSpec help = command.usageMessage();
        Map<String, String> statuses = new TreeMap<>(help.exitCodeList());
        statuses.putIfAbsent("2", "The arguments are wrong.");
        help.descriptionHeading("%n").exitCodeListHeading("%nExit status:%n").footerHeading("%nExamples:%n");
        help.exitCodeList(statuses);
        if (command.positionalParameters().isEmpty()) {
            help.optionListHeading("%n");
        } else {
            help.parameterListHeading("%n");
        }
    }

    /** A directory of classes has no version. */
    private static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return "funclet " + (version == null ? "(unpackaged)" : version) + " (Java "
                + Runtime.version().feature() + ")";
    }

    /** Prints one line about the fault and one about the help, instead of a page of usage. */
    private static int explain(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("funclet: " + ArgumentErrors.explain(e));
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return picocli.CommandLine.ExitCode.USAGE;
    }
}
