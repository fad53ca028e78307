package io.funclet.host.cli;

import java.util.Map;

/**
 * A standard stream of the process, and whether a person sits at its other end.
 *
 * @param isTerminal whether it is a terminal, as far as the launcher could tell; a process that was started without the
 *     launcher has none
 * @param hasColours whether it may be written to in colours
 */
record Terminal(boolean isTerminal, boolean hasColours) {

    /** Digits of the file descriptors that are terminals; set by {@code bin/funclet}. */
    private static final String PROPERTY = "funclet.terminals";

    /**
     * What a bundle says of itself, or a file is called, must not write to the terminal as it likes: neither by a control
     * character, of seven bits or of eight, nor by one that breaks a line or turns its direction.
     */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]", "?");
    }

    static Terminal standardInput() {
        return of('0', System.getProperty(PROPERTY, ""), System.getenv());
    }

    static Terminal standardOutput() {
        return of('1', System.getProperty(PROPERTY, ""), System.getenv());
    }

    /** {@code NO_COLOR} (no-color.org) and a terminal that is dumb switch colours off. */
    static Terminal of(char descriptor, String terminals, Map<String, String> environment) {
        boolean isTerminal = terminals.indexOf(descriptor) >= 0;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(isTerminal, isTerminal && !plain);
    }
}
