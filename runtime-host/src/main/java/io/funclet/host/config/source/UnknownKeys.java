package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports unread keys, each with the closest known one. Loaded only if there are any. */
final class UnknownKeys {

    private static final int MOST_LISTED = 20;

    private final TrackedMap root;
    private final List<String> listed = new ArrayList<>();
    private int count;

    private UnknownKeys(TrackedMap root) {
        this.root = root;
    }

    /** One line for a map and its parts, which have at least one unread key. */
    static String line(TrackedMap root) {
        UnknownKeys unknown = new UnknownKeys(root);
        unknown.addOf(root);
        int more = unknown.count - MOST_LISTED;
        return "unknown keys are ignored: " + String.join(", ", unknown.listed)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private void addOf(TrackedMap part) {
        for (String key : part.unknownKeys()) {
            if (++count <= MOST_LISTED) {
                String path = part.pathOf(key);
                listed.add((path.isBlank() ? PrintableText.quoted(path) : PrintableText.printable(path))
                        + remark(part, key));
            }
        }
        part.parts().forEach(this::addOf);
    }

    private String remark(TrackedMap part, String key) {
        Optional<String> meant =
                DidYouMean.nearest(key, part.absentKeys()).map(part::pathOf).or(() -> elsewhere(root, key));
        String place = Value.place(part.lineOf(key));
        String question = meant.map(it -> "did you mean " + it + "?").orElse("");
        String remark = place + (place.isEmpty() || question.isEmpty() ? "" : "; ") + question;
        return remark.isEmpty() ? "" : " (" + remark + ")";
    }

    /** Where such a key is known: with wrong indentation, it is in the wrong map. */
    private static Optional<String> elsewhere(TrackedMap part, String key) {
        if (part.absentKeys().contains(key)) {
            return Optional.of(part.pathOf(key));
        }
        for (TrackedMap inner : part.parts()) {
            Optional<String> place = elsewhere(inner, key);
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }
}
