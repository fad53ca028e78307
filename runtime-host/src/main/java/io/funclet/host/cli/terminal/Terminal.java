package io.funclet.host.cli.terminal;

import java.util.Map;

/**
 * A standard stream of the process, and whether a person sits at its other end.
 *
 * @param isTerminal whether it is a terminal, as far as the launcher could tell; a process that was started without the
 *     launcher has none
 * @param hasColours whether it may be written to in colours
 * @param columns how many characters fit into a line; {@link #UNLIMITED} where lines are read by programs
 */
public record Terminal(boolean isTerminal, boolean hasColours, int columns) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Digits of the file descriptors that are terminals; set by {@code bin/funclet}. */
    private static final String PROPERTY = "funclet.terminals";

    /** How wide that of standard output is; set by {@code bin/funclet} if it could be found out. */
    private static final String COLUMNS_PROPERTY = "funclet.columns";

    /** What goes before that; shells set it for themselves, and tell their commands only if they are told to. */
    private static final String COLUMNS = "COLUMNS";

    /** Of one that tells nobody, as serial consoles do. */
    private static final int USUAL_COLUMNS = 80;

    public static Terminal standardInput() {
        return of('0');
    }

    public static Terminal standardOutput() {
        return of('1');
    }

    private static Terminal of(char descriptor) {
        return of(
                descriptor,
                System.getProperty(PROPERTY, ""),
                System.getProperty(COLUMNS_PROPERTY, ""),
                System.getenv());
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
