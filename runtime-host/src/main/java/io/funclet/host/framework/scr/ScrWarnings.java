package io.funclet.host.framework.scr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SCR's warnings about a bundle's component descriptions. SCR goes on with the other descriptions.
 *
 * @param documents a phrase for each document that is missing or cannot be read
 * @param components a phrase for each component that is not valid
 */
public record ScrWarnings(List<String> documents, List<String> components) {

    static final ScrWarnings NONE = new ScrWarnings(List.of(), List.of());

    public ScrWarnings {
        documents = List.copyOf(documents);
        components = List.copyOf(components);
    }

    public boolean isEmpty() {
        return documents.isEmpty() && components.isEmpty();
    }

    /** The phrase for an exception of SCR, which must have a message. */
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

    /** Each phrase once: SCR reads a bundle again when it is started again. */
    private static List<String> with(List<String> phrases, String further) {
        if (phrases.contains(further)) {
            return phrases;
        }
        List<String> all = new ArrayList<>(phrases);
        all.add(further);
        return all;
    }
}
