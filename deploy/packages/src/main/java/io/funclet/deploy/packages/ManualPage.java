package io.funclet.deploy.packages;

import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of one command, in the language of {@code man(7)}, of what picocli knows about it. Picocli's own
 * generator writes AsciiDoc, and what makes a page of that, in Java, brings JRuby along.
 */
final class ManualPage {

    /** Of the command itself; its subcommands have pages of their own. */
    private static final String FILES = """
            .SH FILES
            Those of the service, which packages install:
            .TP
            .I /etc/funclet/funclet.yml
            The configuration.
            .TP
            .I /etc/funclet/environment
            Variables, one a line.
            .TP
            .I /etc/funclet/secrets
            Keys and secrets that the service may read.
            .TP
            .I /var/lib/funclet/functions
            The bundles that are served.
            .TP
            .I /var/lib/funclet/state
            The working directory of functions, for their files.
            .TP
            .I /usr/share/funclet
            The program.
            """;

    private final StringBuilder text = new StringBuilder();
    private final CommandSpec command;

    private ManualPage(CommandSpec command) {
        this.command = command;
    }

    /** The name of the page of this command: {@code funclet-call}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /**
     * The text of the page.
     *
     * @param version of Funclet
     * @param day of this version
     */
    static String of(CommandLine command, String version, String day) {
        ManualPage page = new ManualPage(command.getCommandSpec());
        page.write(command, version, day);
        return page.text.toString();
    }

    private void write(CommandLine command, String version, String day) {
        UsageMessageSpec usage = this.command.usageMessage();
        String name = name(command);
        boolean root = this.command.parent() == null;
        String[] header = root ? new String[] {"a runtime for Java functions"} : usage.header();
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 " + day + " \"Funclet " + version + "\"");
        section("NAME");
        line(escaped(name) + " \\- " + escaped(withoutDot(String.join(" ", header))));
        section("SYNOPSIS");
        String synopsis = root
                ? String.join("\n", usage.customSynopsis())
                : command.getHelp().synopsis(0);
        preformatted(List.of(
                synopsis.strip().replaceAll("(?m)^(Usage:)? +(?=funclet)", "").split("\n")));
        section("DESCRIPTION");
        lines(usage.description());
        arguments();
        if (root) {
            section("COMMANDS");
            command.getSubcommands()
                    .forEach((each, parser) -> item(
                            each,
                            String.join(
                                    " ", parser.getCommandSpec().usageMessage().header())));
        }
        section("EXIT STATUS");
        usage.exitCodeList().forEach(this::item);
        section(root ? "ENVIRONMENT AND EXAMPLES" : "EXAMPLES");
        lines(usage.footer());
        if (root) {
            text.append(FILES);
        }
        seeAlso(root ? command.getSubcommands() : Map.of("", command.getParent()));
    }

    private void arguments() {
        section("OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item(parameter.paramLabel(), description(parameter));
        }
        for (OptionSpec option : command.options()) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            item(String.join(", ", option.names()) + label, description(option));
        }
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void seeAlso(Map<String, CommandLine> others) {
        section("SEE ALSO");
        line(String.join(
                ",\n",
                others.entrySet().stream()
                        .filter(other -> !other.getKey().equals("help"))
                        .map(other -> ".BR " + escaped(name(other.getValue())) + " (1)")
                        .toList()));
        line(".PP");
        line("https://funclet.io");
    }

    private void section(String heading) {
        line(".SH " + heading);
    }

    private void item(String term, String description) {
        line(".TP");
        line(".B " + escaped(term));
        line(escaped(description));
    }

    /** Paragraphs; indented lines stay as they are, and what announces them is a heading. */
    private void lines(String[] lines) {
        for (String each : lines) {
            if (each.startsWith(" ")) {
                preformatted(List.of(each.substring(2)));
            } else if (each.endsWith(":") && each.length() < 60) {
                line(".SS " + escaped(each.substring(0, each.length() - 1)));
            } else if (!each.isBlank()) {
                line(".PP");
                line(escaped(each));
            }
        }
    }

    private void preformatted(List<String> lines) {
        line(".nf");
        lines.forEach(each -> line(escaped(each)));
        line(".fi");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** As picocli does: a text that is no format stays as it is. */
    private static String formatted(String text) {
        try {
            return text.formatted();
        } catch (IllegalFormatException percent) {
            return text;
        }
    }

    /** As it is, for picocli has formats and man has commands. */
    private static String escaped(String plain) {
        String escaped =
                formatted(plain).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
