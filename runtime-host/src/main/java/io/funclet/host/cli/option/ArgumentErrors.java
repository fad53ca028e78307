package io.funclet.host.cli.option;

import io.funclet.host.cli.terminal.TerminalText;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains wrong arguments, in clearer words than the parser. */
public final class ArgumentErrors {

    private ArgumentErrors() {}

    /** In one line. */
    public static String explain(ParameterException e) {
        String line;
        if (e instanceof UnmatchedArgumentException unmatched) {
            line = unmatched(unmatched);
        } else if (e instanceof MissingParameterException missing) {
            line = missing(missing.getMissing());
        } else if (e instanceof OverwrittenOptionException twice) {
            line = name(twice.getOverwritten()) + " is given twice";
        } else if (e.getArgSpec() != null) {
            line = name(e.getArgSpec()) + ": "
                    + (e.getCause() instanceof IllegalArgumentException wrong
                            ? wrong.getMessage()
                            : quoted(e.getValue()) + " is not " + e.getArgSpec().paramLabel());
        } else if (e.getValue() != null) {
            line = "there is no command " + quoted(e.getValue())
                    + OptionSuggestions.meantBy(e.getValue())
                            .map(meant -> "; " + meant)
                            .orElse("");
        } else {
            line = e.getMessage();
        }
        return TerminalText.inOneLine(line);
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        String guess =
                e.getSuggestions().isEmpty() ? "" : "; did you mean " + String.join(" or ", e.getSuggestions()) + "?";
        if (e.isUnknownOption()) {
            // Synonyms first: by its letters, --port would suggest --topic.
            return "there is no option " + quoted(first)
                    + OptionSuggestions.meantBy(e.getCommandLine().getCommandSpec(), first)
                            .map(meant -> "; " + meant)
                            .orElse(guess.isEmpty() ? positional(e, first) : guess);
        }
        // Before a command, an unmatched word can only be meant as one.
        if (e.getCommandLine().getParent() == null) {
            return "there is no command " + quoted(first)
                    + OptionSuggestions.meantBy(first)
                            .map(meant -> "; " + meant)
                            .orElse(guess);
        }
        return e.getUnmatched().stream().map(ArgumentErrors::quoted).collect(Collectors.joining(", "))
                + (e.getUnmatched().size() == 1 ? " is one argument too many" : " are too many arguments");
    }

    /** An event may begin with a minus sign. */
    private static String positional(UnmatchedArgumentException e, String argument) {
        boolean takesAny =
                !e.getCommandLine().getCommandSpec().positionalParameters().isEmpty();
        return takesAny ? "; an argument that begins with - follows --: -- " + argument : "";
    }

    private static String missing(List<ArgSpec> missing) {
        ArgSpec first = missing.get(0);
        if (first instanceof OptionSpec option && option.arity().max() > 0 && !option.required()) {
            return name(first) + ": " + first.paramLabel() + " is missing";
        }
        // In a group, only the required options.
        String names = missing.stream()
                .filter(ArgSpec::required)
                .map(ArgumentErrors::name)
                .collect(Collectors.joining(" and "));
        return names + " is missing";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String quoted(String argument) {
        return '"' + argument + '"';
    }
}
