package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            value = {
                "frob                          | there is no command \"frob\"",
                "--frob                        | there is no option \"--frob\"",
                "status                        | there is no command \"status\"; did you mean ps?",
                "deploy a.jar                  | there is no command \"deploy\"; copy the jar into the code directory",
                "stop                          | there is no command \"stop\"; a signal ends the process: kill PID",
                "help run                      | there is no command \"run\"; did you mean serve DIR?",
                "check a.jar --dir code        | there is no option \"--dir\"; did you mean --with DIR?",
                "help frob                     | there is no command \"frob\"",
                "serve                         | DIR is missing",
                "serve a b                     | \"b\" is one argument too many",
                "serve a b c                   | \"b\", \"c\" are too many arguments",
                "serve a --address 80          | --address: \"80\" is not an address",
                "serve a --address h:99999     | has no port from 0 to 65535",
                "serve a --address             | --address: HOST:PORT is missing",
                "serve a --address :1 --address :2 | --address is given twice",
                "serve a --adress :1           | there is no option \"--adress\"; did you mean --address?",
                "serve a --port 80             | there is no option \"--port\"; did you mean --address HOST:PORT?",
                "serve a -p80                  | there is no option \"-p80\"; did you mean --address HOST:PORT?",
                "serve --dir a                 | there is no option \"--dir\"; DIR is given without an option",
                "serve a --name                | --name: NAME is missing",
                "call f --data={}              | there is no option \"--data={}\"; PAYLOAD is given without an option",
                "call --function f             | there is no option \"--function\"; NAME is given without an option",
                "call f x -t t                 | there is no option \"-t\"; did you mean --topic TOPIC?",
                "ps --pid 1                    | there is no option \"--pid\"; did you mean --control PATH|PID?",
                "ps -o json                    | there is no option \"-o\"; did you mean --json?",
                "--config x                    | there is no option \"--config\"; did you mean -c CONFIG?",
                "call                          | NAME is missing",
                "call f x --frob               | there is no option \"--frob\"",
                "call f -x                     | there is no option \"-x\"; an argument that begins with - follows --: -- -x",
                "call f x --timeout 30         | --timeout: \"30\" is not a duration such as 30s",
                "call f x --timeout 0s         | --timeout: \"0s\" is not a duration such as 30s",
                "call f x --generation 0       | --generation: 0 is not within 1 to 4",
                "call f x --generation 5       | --generation: 5 is not within 1 to 4",
                "call f x --generation x       | --generation: \"x\" is not 1..4",
                "call f x --generation 1 --id 1 | neither --id nor --timestamp",
                "call f x --timestamp 2026-01-01 | --timestamp: \"2026-01-01\" is not SECONDS",
                "call f x --metadata a=b       | only messages of generation 4 have --metadata",
                "call f x --generation 4 --metadata a | --metadata: \"a\" is not KEY=VALUE",
                "call f x --id -1              | --id: \"-1\" is not a number from 0 to 2^64-1",
                "call f x --qos -1             | --qos: -1 is not within 0 to 2",
                "call f x --qos 9              | --qos: 9 is not within 0 to 2",
                "call f x --qos x              | --qos: \"x\" is not 0..2",
                "call f x --ca /nonexistent    | --tls is missing",
                "call f x --tls=maybe          | --tls",
                "call f x --tls --cert a.pem   | --cert and --key belong together",
                "call f x --tls --ca /nonexistent | --ca: there is no file /nonexistent",
                "call f x --tls --cert /no --key /nonexistent | --cert: there is no file /no",
                "ps --jsom                     | there is no option \"--jsom\"; did you mean --json?",
                "ps f                          | \"f\" is one argument too many",
                "explain                       | NAME-or-JAR is missing",
                "check                         | JAR is missing",
                "log-level                     | LEVEL is missing",
                "log-level loud                | LEVEL: \"loud\" is none of debug, info, warn, error",
                "log-level debug --control     | --control: PATH|PID is missing",
                "-c                            | -c: CONFIG is missing",
            })
    void wrongArguments_areExplainedInOneLine_withStatus2(String arguments, String explanation) {
        Captured wrong = Captured.run(arguments.split(" "));

        assertEquals(2, wrong.status());
        String[] lines = wrong.err().split("\\R");
        assertEquals(2, lines.length, wrong.err());
        assertTrue(lines[0].startsWith("funclet: ") && lines[0].contains(explanation), wrong.err());
        assertTrue(lines[lines.length - 1].matches("Try 'funclet( [\\w-]+)? --help'\\."), wrong.err());
        assertEquals(0, wrong.out().length);
    }

    @Test
    void misspeltCommand_isGuessed() {
        String said = Captured.run("relod").err();
        assertTrue(said.startsWith("funclet: there is no command \"relod\"; did you mean reload"), said);
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
        assertEquals(new Terminal(true, true, 80), Terminal.of('1', "012", "", xterm));
        assertEquals(new Terminal(false, false, Terminal.UNLIMITED), Terminal.of('1', "02", "100", xterm));
        assertEquals(
                new Terminal(true, false, 80), Terminal.of('1', "1", "", Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertEquals(new Terminal(true, true, 80), Terminal.of('1', "1", "", Map.of("TERM", "xterm", "NO_COLOR", "")));
        assertEquals(new Terminal(true, false, 80), Terminal.of('1', "1", "", Map.of("TERM", "dumb")));
    }

    @Test
    void terminal_isAsWideAsColumnsSays_orElseTheLauncher() {
        assertEquals(123, Terminal.of('1', "1", "123", Map.of()).columns());
        assertEquals(100, Terminal.of('1', "1", "123", Map.of("COLUMNS", "100")).columns());
        assertEquals(
                123, Terminal.of('1', "1", "123", Map.of("COLUMNS", "wide")).columns());
        assertEquals(80, Terminal.of('1', "1", "0", Map.of()).columns(), "a serial console");
        assertEquals(
                Terminal.UNLIMITED,
                Terminal.of('1', "02", "123", Map.of("COLUMNS", "100")).columns(),
                "a pipe");
    }
}
