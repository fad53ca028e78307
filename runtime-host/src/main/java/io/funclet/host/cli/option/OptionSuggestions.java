package io.funclet.host.cli.option;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Suggests an option, an argument or a command for the name that other programs use. */
final class OptionSuggestions {

    /** Our names, of which the first that the command has wins, and those of others. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("--address", "--port -p --host --bind --listen --server --url --endpoint -a"),
            Map.entry("PAYLOAD", "--data -d --body --payload --event --message -m"),
            Map.entry("DIR --with", "--dir --directory --path --code --codedir"),
            Map.entry("NAME NAME-or-JAR", "--function -f --name -n --target"),
            Map.entry("JAR NAME-or-JAR", "--file --jar"),
            Map.entry("LEVEL", "--level -l"),
            Map.entry("--metadata", "--header -H --meta"),
            Map.entry("--timeout", "--deadline --max-time"),
            Map.entry("--topic", "-t"),
            Map.entry("--json", "--output -o --format"),
            Map.entry("--control", "--pid --process --socket"),
            Map.entry("-c", "--config --conf --configuration"),
            Map.entry("--version", "-v"));

    /** What is meant by commands of other programs. */
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("did you mean serve DIR?", "run start up server daemon"),
            Map.entry("did you mean ps?", "status list ls info top stats show functions bundles"),
            Map.entry("did you mean explain NAME-or-JAR?", "why describe diag diagnose inspect"),
            Map.entry("did you mean check JAR?", "validate verify lint test"),
            Map.entry("did you mean call NAME?", "invoke exec send curl"),
            Map.entry("did you mean new NAME?", "init create generate scaffold"),
            Map.entry("did you mean --version?", "version"),
            Map.entry("copy the jar into the code directory", "deploy install add update publish apply"),
            Map.entry("delete the jar in the code directory", "undeploy uninstall remove rm delete"),
            Map.entry("a signal ends the process: kill PID", "stop shutdown quit kill down exit"),
            Map.entry("the log is on standard error, or in the file of logger.path", "log logs tail"));

    private OptionSuggestions() {}

    /**
     * Finds a suggestion, a question for the error.
     *
     * @param argument as given, perhaps with its value: {@code --port=80}, {@code -p80}
     */
    static Optional<String> meantBy(CommandSpec command, String argument) {
        int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
        String option = end < 0 ? argument : argument.substring(0, end);
        return OPTIONS.entrySet().stream()
                .filter(synonyms -> List.of(synonyms.getValue().split(" ")).contains(option))
                .flatMap(synonyms -> Stream.of(synonyms.getKey().split(" ")))
                .flatMap(name -> Stream.concat(option(command, name), positional(command, name)))
                .findFirst();
    }

    /** The same for a command. */
    static Optional<String> meantBy(String command) {
        return COMMANDS.entrySet().stream()
                .filter(synonyms -> List.of(synonyms.getValue().split(" ")).contains(command))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Stream<String> option(CommandSpec command, String name) {
        OptionSpec option = command.findOption(name);
        return option == null
                ? Stream.empty()
                : Stream.of("did you mean " + name + (option.arity().max() > 0 ? " " + option.paramLabel() : "") + "?");
    }

    private static Stream<String> positional(CommandSpec command, String label) {
        return command.positionalParameters().stream()
                .filter(parameter -> parameter.paramLabel().equals(label))
                .map(parameter -> label + " is given without an option");
    }
}
