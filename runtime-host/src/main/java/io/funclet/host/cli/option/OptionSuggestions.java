package io.funclet.host.cli.option;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Suggests an option or argument for the name that other programs use. */
final class OptionSuggestions {

    /** Our names, of which the first that the command has wins, and those of others. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("--address", "--port -p --host --bind --listen --server --url --endpoint -a"),
            Map.entry("PAYLOAD", "--data -d --body --payload --event --message -m"),
            Map.entry("DIR", "--dir --directory --path --code --codedir"),
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

    private OptionSuggestions() {}

    /**
     * Finds a suggestion, a question for the error.
     *
     * @param argument as given, perhaps with its value: {@code --port=80}, {@code -p80}
     */
    static Optional<String> meantBy(CommandSpec command, String argument) {
        int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
        String option = end < 0 ? argument : argument.substring(0, end);
        return ALL.entrySet().stream()
                .filter(synonyms -> List.of(synonyms.getValue().split(" ")).contains(option))
                .flatMap(synonyms -> Stream.of(synonyms.getKey().split(" ")))
                .flatMap(name -> Stream.concat(option(command, name), positional(command, name)))
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
