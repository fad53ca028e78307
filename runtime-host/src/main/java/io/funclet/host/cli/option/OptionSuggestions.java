package io.funclet.host.cli.option;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Suggests an option or argument for the name that other programs use. */
final class OptionSuggestions {

    /** The first of our names that the command has wins. */
    private record Synonyms(List<String> ours, List<String> familiar) {}

    private static final List<Synonyms> ALL = List.of(
            new Synonyms(
                    List.of("--address"),
                    List.of("--port", "-p", "--host", "--bind", "--listen", "--server", "--url", "--endpoint", "-a")),
            new Synonyms(
                    List.of("PAYLOAD"), List.of("--data", "-d", "--body", "--payload", "--event", "--message", "-m")),
            new Synonyms(List.of("DIR"), List.of("--dir", "--directory", "--path", "--code", "--codedir")),
            new Synonyms(List.of("NAME", "NAME-or-JAR"), List.of("--function", "-f", "--name", "-n", "--target")),
            new Synonyms(List.of("JAR", "NAME-or-JAR"), List.of("--file", "--jar")),
            new Synonyms(List.of("LEVEL"), List.of("--level", "-l")),
            new Synonyms(List.of("--metadata"), List.of("--header", "-H", "--meta")),
            new Synonyms(List.of("--timeout"), List.of("--deadline", "--max-time")),
            new Synonyms(List.of("--topic"), List.of("-t")),
            new Synonyms(List.of("--json"), List.of("--output", "-o", "--format")),
            new Synonyms(List.of("--control"), List.of("--pid", "--process", "--socket")),
            new Synonyms(List.of("-c"), List.of("--config", "--conf", "--configuration")),
            new Synonyms(List.of("--version"), List.of("-v")));

    private OptionSuggestions() {}

    /**
     * Finds a suggestion, a question for the error.
     *
     * @param command which has no such option
     * @param argument as given, perhaps with its value: {@code --port=80}, {@code -p80}
     */
    static Optional<String> meantBy(CommandSpec command, String argument) {
        int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
        String option = end < 0 ? argument : argument.substring(0, end);
        return ALL.stream()
                .filter(synonyms -> synonyms.familiar().contains(option))
                .flatMap(synonyms -> synonyms.ours().stream())
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
