package io.funclet.host.cli.dev;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TerminalText;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Standard output, for several threads. Colours are for terminals. */
final class DevTerminal {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter out;
    private final boolean hasColours = Terminal.standardOutput().hasColours();

    /** The session ends, and what fails by that is no news. */
    private boolean closed;

    DevTerminal(PrintWriter out) {
        this.out = out;
    }

    /** Prints a line, whose text may be foreign. */
    synchronized void print(AnsiColor color, String line) {
        if (closed) {
            return;
        }
        out.println(color.on(TerminalText.of(line.replace("\t", "    ")), hasColours));
        out.flush();
    }

    /** Prints an event of the session, with the time of day. */
    void event(AnsiColor color, String text) {
        print(color, LocalTime.now(ZoneId.systemDefault()).format(TIME) + " " + text);
    }

    synchronized void close() {
        closed = true;
    }

    void details(AnsiColor color, List<String> lines) {
        lines.forEach(line -> print(color, "  " + line));
    }
}
