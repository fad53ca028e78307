package io.funclet.host.config.source;

import io.funclet.host.config.text.Value;
import java.util.Optional;
import java.util.Set;

/** A map whose keys are free, and whose values are texts or lists of texts. */
public final class FreeMap {

    private final String path;
    private final TrackedMap map;
    private final ConfigProblems problems;

    FreeMap(String path, TrackedMap map, ConfigProblems problems) {
        this.path = path;
        this.map = map;
        this.problems = problems;
    }

    /** The keys that lead to it: {@code functions[0].config}. */
    public String path() {
        return path;
    }

    public Set<String> keys() {
        return map.keys();
    }

    /** The {@link Value#line} of an existing key. */
    public int line(String key) {
        return map.lineOf(key);
    }

    /** Adds a problem of a key. */
    public void reject(String key, String problem) {
        problems.add(map.at(key), problem);
    }

    /** A text, or an array of texts for a list. Numbers and booleans are texts as they are written; a null is empty. */
    public Optional<Object> textOrTexts(String key) {
        Optional<Value> value = map.ask(key);
        if (value.isEmpty() || value.get() instanceof Value.Scalar) {
            return value.map(scalar -> ((Value.Scalar) scalar).text());
        }
        if (value.get() instanceof Value.Sequence list
                && list.items().stream().allMatch(Value.Scalar.class::isInstance)) {
            return Optional.of(list.items().stream()
                    .map(item -> ((Value.Scalar) item).text())
                    .toArray(String[]::new));
        }
        reject(key, value.get().described() + " is not a text or a list of texts");
        return Optional.empty();
    }
}
