package io.funclet.host.framework.scr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What SCR holds against the descriptions of a bundle's components; it goes on with the others.
 *
 * @param documents a phrase for each document that it does not find or cannot read
 * @param components a phrase for each component that is declared, and not valid
 */
public record ScrWarnings(List<String> documents, List<String> components) {

    /** None. */
    static final ScrWarnings NONE = new ScrWarnings(List.of(), List.of());

    public ScrWarnings {
        documents = List.copyOf(documents);
        components = List.copyOf(components);
    }

    /**
     * Whether there is none.
     *
     * @return {@code true} if SCR has taken all descriptions
     */
    public boolean isEmpty() {
        return documents.isEmpty() && components.isEmpty();
    }

    /**
     * What SCR holds against a component.
     *
     * @param failure what it throws for that, with a message
     * @return a phrase
     */
    public static String phrase(Throwable failure) {
        String why = failure.getMessage();
        return why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1);
    }

    ScrWarnings withDocument(String phrase) {
        return new ScrWarnings(with(documents, phrase), components);
    }

    ScrWarnings withComponent(String phrase) {
        return new ScrWarnings(documents, with(components, phrase));
    }

    /** Once: a bundle that is started again is read again. */
    private static List<String> with(List<String> phrases, String further) {
        if (phrases.contains(further)) {
            return phrases;
        }
        List<String> all = new ArrayList<>(phrases);
        all.add(further);
        return all;
    }
}
