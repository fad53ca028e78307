package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.Main;
import io.funclet.host.config.source.FuncletVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** The help of the commands. */
class HelpTest {

    private static final int COLUMNS = 80;

    private static String help(String... command) {
        Captured help = Captured.run(AnsweringServer.append(command, "--help"));
        assertEquals(0, help.status());
        assertEquals("", help.err());
        for (String line : help.text().split("\n")) {
            assertTrue(line.length() <= COLUMNS, line);
        }
        return help.text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void help_namesEveryCommandForPeople_withWhatItDoes(String argument) {
        Captured help = Captured.run(argument);

        assertEquals(0, help.status());
        for (String command : List.of(
                "serve      Serve",
                "call       Call",
                "ps         Show",
                "explain    Explain",
                "check      Check",
                "wrap       Make",
                "push       Bring",
                "pull       Bring",
                "retry      Try",
                "restart    Restart",
                "upgrade    Have",
                "log-level  Change",
                "demo       Show",
                "archive    Make",
                "help       ")) {
            assertTrue(help.text().contains("\n  " + command), () -> command + " is not in " + help.text());
        }
    }

    /** But {@code help}, which is picocli's own. */
    static Set<String> commands() {
        Set<String> names =
                new TreeSet<>(CommandLine.parser(Main::run).getSubcommands().keySet());
        names.remove("help");
        return names;
    }

    private static CommandSpec spec(String command) {
        return CommandLine.parser(Main::run).getSubcommands().get(command).getCommandSpec();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommand_saysItsExitStatuses_andGivesExamplesThatParse(String command) {
        String help = help(command);

        assertTrue(help.contains("\nExit status:\n  "), help);
        List<String> examples = help.substring(help.indexOf("\nExamples:\n"))
                .lines()
                .filter(line -> line.startsWith("  "))
                .toList();
        assertFalse(examples.isEmpty());
        for (String line : spec(command).usageMessage().footer()) {
            assertTrue(line.length() <= COLUMNS, () -> "is broken: " + line);
        }
        for (String example : examples) {
            CommandLine.parser(Main::run).parseArgs(arguments(example));
        }
    }

    /** As a shell would: without what is redirected, set beforehand or explained behind. */
    private static String[] arguments(String example) {
        String line = example.replaceFirst(" {3,}[^ ].*$|^ {2}(?! )", "")
                .replaceFirst("  .*$", "")
                .strip();
        List<String> words = new ArrayList<>();
        for (MatchResult word :
                Pattern.compile("'([^']*)'|\\S+").matcher(line).results().toList()) {
            words.add(word.group(1) == null ? word.group() : word.group(1));
        }
        int name = words.indexOf("funclet");
        return words.stream()
                .skip(name + 1)
                .filter(word -> !word.matches("[<>].*"))
                .toArray(String[]::new);
    }

    @Test
    void help_namesAllFilesThatAreRead_andAllVariables() {
        String help = help();

        for (String file : List.of(
                "etc/baetyl/service.yml",
                "etc/openedge/service.yml",
                "etc/openedge/module.yml",
                "etc/baetyl/conf.yml",
                "BAETYL_RUN_MODE",
                "BAETYL_CONF_FILE",
                "JAVA_OPTS",
                "JAVA_HOME")) {
            assertTrue(help.contains(file), file);
        }
        for (FuncletVariable variable : FuncletVariable.values()) {
            // The exceptions are set by 'funclet archive' and 'funclet upgrade' for what they start.
            assertEquals(
                    variable != FuncletVariable.RECORD_ARCHIVE && variable != FuncletVariable.PREDECESSOR,
                    help.contains(variable.toString()),
                    variable.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommand_hasHelpAndVersion(String command) {
        String help = help(command);
        assertTrue(help.startsWith("Usage: funclet " + command + " ") || help.contains("\nUsage: funclet " + command));
        assertEquals(help, Captured.run("help", command).text());

        Captured version = Captured.run(command, "--version");
        assertEquals(0, version.status());
        assertEquals(Captured.run("--version").text(), version.text());
        assertTrue(version.text().startsWith("funclet "), version.text());
    }

    /** In the text of README.md and docs, where {@code DocumentedCommandsIT} runs only what is in blocks. */
    @Test
    void commandsOfTheDocs_areKnown_withTheirOptions() throws IOException {
        Pattern line = Pattern.compile("(?:`|\\$ )(?:\\./|bin/)?funclet ([a-z][a-z-]*)([^`\\n]*)");
        Map<String, picocli.CommandLine> commands =
                CommandLine.parser(Main::run).getSubcommands();
        Set<String> unknown = new TreeSet<>();
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            for (Path page : Stream.concat(Stream.of(Path.of("../README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList()) {
                line.matcher(Files.readString(page))
                        .results()
                        .filter(found -> !isKnown(commands.get(found.group(1)), found.group(2)))
                        .forEach(found -> unknown.add(page + ": " + found.group()));
            }
        }
        assertEquals(Set.of(), unknown);
    }

    private static boolean isKnown(picocli.CommandLine command, String arguments) {
        return command != null
                && Pattern.compile("--[a-z-]+(:[a-z]+)?")
                        .matcher(arguments)
                        .results()
                        .allMatch(option -> command.getCommandSpec().findOption(option.group()) != null);
    }

    @Test
    void pageOfTheCommands_namesThoseThatAskARunningProcess() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/command-line.md"));
        String list = page.substring(page.indexOf("## Which process"), page.indexOf("ask a running process by"));

        Set<String> named = Pattern.compile("`([a-z-]+)`")
                .matcher(list)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asking = commands();
        asking.removeIf(command -> spec(command).findOption("--control") == null);

        assertEquals(asking, named);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void descriptions_areSentences(String command) {
        spec(command)
                .args()
                .forEach(argument -> assertTrue(
                        String.join("", argument.description()).endsWith("."),
                        () -> Arrays.toString(argument.description())));
    }
}
