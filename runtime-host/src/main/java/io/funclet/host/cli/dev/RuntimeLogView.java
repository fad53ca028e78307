package io.funclet.host.cli.dev;

import io.funclet.host.cli.terminal.AnsiColor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows the runtime's log as its author wants it: calls, lines of functions, and what is wrong. Of a stack it shows the
 * exception and the frame of the author's own source. Of the thread that reads the log.
 */
final class RuntimeLogView {

    private static final Pattern LINE = Pattern.compile(
            "\\S+Z (DEBUG|INFO|WARN|ERROR) +\\[" + DevRuntime.NAME + "] (?:\\(([^)]*)\\) )?(\\S+) - (.*)");

    private static final Pattern FRAME = Pattern.compile("\\s+at (?:.*/)?([\\w.$]+)\\.([\\w$<>]+)\\((\\S+):(\\d+)\\)");

    private static final String CALLS = "io.funclet.host.call.endpoint.CallLog";
    private static final String CONFIGURATION = "io.funclet.host.deploy.ConfigFileWatch";
    private static final String OUTCOME = "(deployed|updated|removed|waiting|rejected) .*";
    private static final String INDENT = "    ";

    private static final String LISTENS = "service listens on ";

    /** Said by the JVM. */
    private static final String DEBUGGER = "^Listening for transport dt_socket at address: ";

    /** A place where the author's sources are found. */
    interface Sources {
        Collection<Path> get() throws IOException;
    }

    private final DevTerminal terminal;
    private final Path base;
    private final Sources sources;

    /** Whether the author's frame of the present exception is shown already. */
    private boolean isFrameShown;

    /** Whether what is indented below the last line is of interest. */
    private boolean isEventShown;

    /** Whether the next outcome is that of other settings, of which the session does not tell. */
    private boolean areSettingsOther;

    /** How the last call has ended, as its line said. */
    private String failure = "";

    RuntimeLogView(DevTerminal terminal, Path base, Sources sources) {
        this.terminal = terminal;
        this.base = base;
        this.sources = sources;
    }

    void accept(String line) {
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
            isEventShown = event(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
            isFrameShown = false;
        } else if (!line.startsWith(INDENT)) {
            // Not of the log: of the JVM, or the reason why there is no start.
            terminal.print(AnsiColor.NONE, line.replaceFirst(DEBUGGER, "a debugger may connect to 127.0.0.1:"));
        } else if (isEventShown) {
            trace(line);
        }
    }

    /** Returns whether it is shown. */
    private boolean event(String level, String mark, String logger, String message) {
        String function = mark == null || mark.isEmpty() ? "" : mark.split(" ")[0];
        if (logger.equals(CALLS)) {
            AnsiColor color = message.startsWith("OK ") ? AnsiColor.GOOD : AnsiColor.BAD;
            String[] parts = message.split("  ", 4);
            failure = parts[parts.length - 1];
            terminal.print(color, "call  " + (function.isEmpty() ? "" : function + "  ") + message);
            return false;
        }
        if (message.startsWith(LISTENS)) {
            terminal.event(AnsiColor.NONE, "calls are taken at " + message.substring(LISTENS.length()));
        }
        boolean isBad = level.equals("WARN") || level.equals("ERROR");
        if (logger.startsWith("io.funclet.host.")) {
            if (logger.equals(CONFIGURATION)) {
                areSettingsOther |= message.contains(" has other settings now for ");
                // What needs a start gets one.
                if (!message.contains("takes effect at the next start")) {
                    terminal.print(isBad ? AnsiColor.CARE : AnsiColor.GOOD, message);
                }
                return isBad;
            }
            // The session itself tells how deployments end, and the line of the call has the message of its failure.
            String news = message.startsWith(failure)
                    ? message.substring(failure.length()).replaceFirst("^; ", "")
                    : message;
            boolean isOutcome = message.matches(OUTCOME);
            if (isOutcome ? areSettingsOther : isBad && !news.isEmpty()) {
                terminal.print(isBad ? AnsiColor.CARE : AnsiColor.GOOD, news);
            }
            areSettingsOther &= !isOutcome;
            return isBad;
        }
        if (!function.isEmpty() || isBad) {
            boolean printed = logger.equals("stdout") || logger.equals("stderr");
            terminal.print(
                    isBad ? AnsiColor.CARE : AnsiColor.NONE,
                    (function.isEmpty() ? "" : function + " | ")
                            + (printed ? "" : level + " " + logger + ": ")
                            + message);
            return true;
        }
        return false;
    }

    private void trace(String line) {
        Matcher frame = FRAME.matcher(line);
        if (!frame.matches()) {
            if (!line.matches("\\s+(at .*|\\.\\.\\. \\d+ (more|common frames omitted))")) {
                terminal.print(AnsiColor.BAD, INDENT + line.strip());
                isFrameShown = false;
            }
            return;
        }
        if (!isFrameShown) {
            Path source = source(frame.group(1), frame.group(3));
            if (source != null) {
                int number = Integer.parseInt(frame.group(4));
                terminal.print(
                        AnsiColor.NONE,
                        INDENT + INDENT + base.relativize(source) + ":" + number + " in " + frame.group(2));
                terminal.print(AnsiColor.DIM, INDENT + INDENT + INDENT + SourceLines.at(source, number));
                isFrameShown = true;
            }
        }
    }

    /** The author's file of a class; {@code null} if it is of a library. */
    private Path source(String type, String file) {
        int dot = type.lastIndexOf('.');
        String path = dot < 0 ? file : type.substring(0, dot).replace('.', '/') + "/" + file;
        try {
            Collection<Path> all = sources.get();
            return all.stream()
                    .filter(source -> source.endsWith(path))
                    .findFirst()
                    .or(() -> all.stream()
                            .filter(source -> source.endsWith(file))
                            .findFirst()
                            .filter(source -> !type.matches("(java|javax|jdk|sun|io\\.funclet)\\..*")))
                    .orElse(null);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
