package io.funclet.host.config.load;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.DidYouMean;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.config.text.MalformedTextException;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.Value;
import io.funclet.host.config.text.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys in the variable {@code FUNCLET_CONFIG}, which go before those of the file. Some managers write the file
 * themselves, and know few keys. Loaded only where the variable is set.
 */
final class ConfigOverride {

    private static final String FUNCTIONS = "functions";

    private final ConfigProblems problems;

    private ConfigOverride(ConfigProblems problems) {
        this.problems = problems;
    }

    /**
     * Merges the keys into those of the file: map by map, and functions by their names.
     *
     * @throws InvalidConfigException if the text of the variable is no map of keys
     */
    static Value.Mapping over(Value.Mapping file, String text, ConfigProblems problems) throws InvalidConfigException {
        ConfigProblems own = problems.from(FuncletVariable.CONFIG.toString());
        try {
            Value variable = marked(YamlText.parse(text, own::suspect, true));
            return new ConfigOverride(own).merged(file, (Value.Mapping) variable, true);
        } catch (MalformedTextException e) {
            throw InvalidConfigException.fatal(
                    own, e.getMessage() + "; the text of a configuration is expected, in YAML or JSON");
        }
    }

    /** The same value, of the variable as its place. */
    private static Value marked(Value value) {
        int line = Value.OF_VARIABLE;
        if (value instanceof Value.Mapping map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.entries().forEach((key, entry) -> entries.put(key, marked(entry)));
            return new Value.Mapping(entries, line);
        }
        if (value instanceof Value.Sequence list) {
            return new Value.Sequence(
                    list.items().stream().map(ConfigOverride::marked).toList(), line);
        }
        return value instanceof Value.Scalar scalar
                ? new Value.Scalar(scalar.text(), scalar.style(), line)
                : new Value.Null(line);
    }

    private Value.Mapping merged(Value.Mapping file, Value.Mapping variable, boolean root) {
        Map<String, Value> entries = new LinkedHashMap<>(file.entries());
        variable.entries()
                .forEach((key, value) ->
                        entries.merge(key, value, (before, now) -> merged(before, now, root && key.equals(FUNCTIONS))));
        return new Value.Mapping(entries, file.line());
    }

    private Value merged(Value before, Value now, boolean functions) {
        if (before instanceof Value.Mapping file && now instanceof Value.Mapping variable) {
            return merged(file, variable, false);
        }
        if (functions && before instanceof Value.Sequence file && now instanceof Value.Sequence variable) {
            List<Value> all = new ArrayList<>(file.items());
            variable.items().forEach(function -> add(function, all));
            return new Value.Sequence(all, file.line());
        }
        return now;
    }

    /** Adds a function to the last one of its name, which is the one that counts, or else to the end of the list. */
    private void add(Value function, List<Value> all) {
        String name = name(function);
        for (int i = all.size() - 1; i >= 0 && !name.isEmpty(); i--) {
            if (name(all.get(i)).equals(name)) {
                all.set(i, merged(all.get(i), function, false));
                return;
            }
        }
        if (!all.isEmpty()
                && function instanceof Value.Mapping map
                && !map.entries().containsKey("handler")) {
            List<String> known = all.stream().map(ConfigOverride::name).toList();
            problems.suspect(
                    FUNCTIONS,
                    PrintableText.quoted(name) + " is no function of the file"
                            + DidYouMean.nearest(name, known)
                                    .map(meant -> "; did you mean " + PrintableText.quoted(meant) + "?")
                                    .orElse(""));
        }
        all.add(function);
    }

    /** Empty without a name. */
    private static String name(Value function) {
        return function instanceof Value.Mapping map && map.entries().get("name") instanceof Value.Scalar name
                ? name.text()
                : "";
    }
}
