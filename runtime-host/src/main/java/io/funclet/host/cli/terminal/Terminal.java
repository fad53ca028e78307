package io.funclet.host.cli.terminal;

import java.util.Map;

/**
 * Whether a standard stream of the process is a terminal.
 *
 * @param isTerminal whether it is a terminal, as the launcher found; {@code false} without the launcher
 * @param hasColours whether output may have colours
 * @param columns how many characters fit into a line; {@link #UNLIMITED} for programs
 */
public record Terminal(boolean isTerminal, boolean hasColours, int columns) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Digits of the file descriptors that are terminals; set by {@code bin/funclet}. */
    private static final String PROPERTY = "funclet.terminals";

    /** The width of standard output; set by {@code bin/funclet} if known. */
    private static final String COLUMNS_PROPERTY = "funclet.columns";

    /** Overrides that; shells export it only on request. */
    private static final String COLUMNS = "COLUMNS";

    /** The width if it is unknown, as on serial consoles. */
    private static final int USUAL_COLUMNS = 80;

    public static Terminal standardInput() {
        return of('0');
    }

    public static Terminal standardOutput() {
        return of('1');
    }

    private static Terminal of(char descriptor) {
        String terminals = System.getProperty(PROPERTY, "");
        return of(descriptor, terminals, System.getProperty(COLUMNS_PROPERTY, ""), System.getenv());
    }

    /** {@code NO_COLOR} (no-color.org) and a terminal that is dumb switch colours off. */
    public static Terminal of(char descriptor, String terminals, String measured, Map<String, String> environment) {
        boolean isTerminal = terminals.indexOf(descriptor) >= 0;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        int columns = columns(environment.getOrDefault(COLUMNS, ""), columns(measured, USUAL_COLUMNS));
        return new Terminal(isTerminal, isTerminal && !plain, isTerminal ? columns : UNLIMITED);
    }

    private static int columns(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : otherwise;
    }
}
