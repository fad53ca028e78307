package io.funclet.host.framework;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why something is as it is.
 *
 * @param text a phrase on one line
 * @param because why that is so in turn
 */
public record Reason(String text, List<Reason> because) {

    public Reason {
        because = List.copyOf(because);
    }

    /**
     * Makes a reason that is not explained further.
     *
     * @param text a phrase on one line
     */
    public Reason(String text) {
        this(text, List.of());
    }

    /** All of it on one line. */
    @Override
    public String toString() {
        return because.isEmpty()
                ? text
                : text + because.stream().map(Reason::toString).collect(Collectors.joining(", ", " (", ")"));
    }
}
