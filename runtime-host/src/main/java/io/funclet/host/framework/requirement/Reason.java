package io.funclet.host.framework.requirement;

import java.util.List;

/**
 * An explanation.
 *
 * @param text a phrase on one line
 * @param verb the first words, which similar reasons have in common; empty if there are none
 */
public record Reason(String text, String verb, List<Reason> because) {

    public Reason {
        because = List.copyOf(because);
    }

    /** A reason that is not joined with others. */
    public Reason(String text, List<Reason> because) {
        this(text, "", because);
    }

    public Reason(String text) {
        this(text, List.of());
    }

    /**
     * Joins reasons with semicolons on one short line: groups similar ones, and names only the first few. Empty if
     * there is none.
     */
    public static String line(List<Reason> reasons) {
        return ReasonPhrase.join(reasons.stream().map(Reason::reasonPhrase).toList(), "; ");
    }

    private ReasonPhrase reasonPhrase() {
        String ending = because.isEmpty()
                ? ""
                : " ("
                        + ReasonPhrase.join(
                                because.stream().map(Reason::reasonPhrase).toList(), ", ") + ")";
        String object = verb.isEmpty() ? text : text.substring(verb.length() + 1);
        return new ReasonPhrase(verb, object, ending);
    }
}
