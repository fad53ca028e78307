package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void help_namesEveryCommandForPeople(String argument) {
        Captured help = Captured.run(argument);

        assertEquals(0, help.status());
        assertTrue(help.text().contains("serve      Serve the functions of a directory."), help.text());
        assertTrue(help.text().contains("call       Call a function"), help.text());
        assertTrue(help.text().contains("explain    Say why something runs"), help.text());
        assertTrue(help.text().contains("JAVA_OPTS"), help.text());
        assertFalse(help.text().contains("demo"), "the demo is found through ./funclet demo, not here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "call", "ps", "explain", "check", "log-level", "demo", "archive"})
    void everyCommand_hasHelpAndVersion(String command) {
        Captured help = Captured.run(command, "--help");
        assertEquals(0, help.status());
        assertTrue(help.text().startsWith("Usage: funclet " + command + " ")
                || help.text().contains("\nUsage:"));
        assertEquals(help.text(), Captured.run("help", command).text());

        Captured version = Captured.run(command, "--version");
        assertEquals(0, version.status());
        assertEquals(Captured.run("--version").text(), version.text());
        assertTrue(version.text().startsWith("funclet "), version.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frob                          | there is no command 'frob'",
                "serve                         | Missing required parameter: 'DIR'",
                "serve a b                     | Unmatched argument",
                "serve a --address 80          | \"80\" is not an address",
                "serve a --address h:99999     | has no port from 0 to 65535",
                "call                          | Missing required parameter: 'NAME'",
                "call f x --frob               | Unknown option: '--frob'",
                "call f x --timeout 30         | \"30\" is not a duration such as 30s",
                "call f x --timeout 0s         | \"0s\" is not a duration such as 30s",
                "call f x --generation 0       | 0 is not within 1 to 4",
                "call f x --generation 5       | 5 is not within 1 to 4",
                "call f x --generation x       | 'x' is not an int",
                "call f x --generation 1 --id 1 | neither --id nor --timestamp",
                "call f x --metadata a=b       | only messages of generation 4 have --metadata",
                "call f x --id -1              | \"-1\" is not a number from 0 to 2^64-1",
                "call f x --qos -1             | -1 is less than 0",
                "call f x --ca /nonexistent    | --tls",
                "call f x --tls --cert a.pem   | --cert and --key belong together",
                "call f x --tls --ca /nonexistent | a PEM file cannot be read: /nonexistent",
                "-c                            | Missing required parameter for option '-c'",
            })
    void wrongArguments_areExplainedInOneLine_withStatus2(String arguments, String explanation) {
        Captured wrong = Captured.run(arguments.split(" "));

        assertEquals(2, wrong.status());
        String[] lines = wrong.err().split("\\R");
        assertTrue(lines[0].startsWith("funclet: ") && lines[0].contains(explanation), wrong.err());
        assertTrue(lines[lines.length - 1].matches("Try 'funclet( \\w+)? --help'\\."), wrong.err());
        assertEquals(0, wrong.out().length);
    }

    @Test
    void misspeltCommand_isGuessed() {
        assertTrue(Captured.run("cal").err().contains("funclet call"));
    }

    @Test
    void serveOfMissingDirectory_isOneLine_withStatus1(@TempDir Path directory) {
        Captured wrong = Captured.run("serve", directory.resolve("missing").toString(), "--address", "127.0.0.1:0");

        assertEquals(1, wrong.status());
        assertTrue(wrong.err().startsWith("funclet: ") && wrong.err().contains("missing"), wrong.err());
        assertEquals(1, wrong.err().lines().count(), wrong.err());
    }

    @Test
    void terminal_isWhatTheLauncherSays_andNoColorIsObeyed() {
        Map<String, String> xterm = Map.of("TERM", "xterm");
        assertEquals(new Terminal(true, true), Terminal.of('1', "012", xterm));
        assertEquals(new Terminal(false, false), Terminal.of('1', "02", xterm));
        assertEquals(new Terminal(true, false), Terminal.of('1', "1", Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertEquals(new Terminal(true, true), Terminal.of('1', "1", Map.of("TERM", "xterm", "NO_COLOR", "")));
        assertEquals(new Terminal(true, false), Terminal.of('1', "1", Map.of("TERM", "dumb")));
    }
}
