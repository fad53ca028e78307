package io.funclet.host.framework.requirement;

import java.util.List;

/**
 * Why something is as it is.
 *
 * @param text a phrase on one line
 * @param verb the words with which the text begins, and others like it do; empty if none do
 * @param because why that is so in turn
 */
public record Reason(String text, String verb, List<Reason> because) {

    public Reason {
        because = List.copyOf(because);
    }

    /**
     * Makes a reason unlike others.
     *
     * @param text a phrase on one line
     * @param because why that is so in turn
     */
    public Reason(String text, List<Reason> because) {
        this(text, "", because);
    }

    /**
     * Makes a reason that is not explained further.
     *
     * @param text a phrase on one line
     */
    public Reason(String text) {
        this(text, List.of());
    }

    /**
     * Says reasons on one line, which stays readable: those that are alike together, the first few of many.
     *
     * @param reasons in their order
     * @return a phrase for each, with semicolons between them; empty if there is none
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
