package io.funclet.host.config.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Parses a YAML file into untyped values. The library handles aliases and nulls. */
public final class YamlText {

    /** Far beyond any configuration, but a loop of aliases ends here before the smallest stack overflows. */
    private static final int MOST_LEVELS = 50;

    /** Counts expanded aliases, so that a few lines cannot become millions of values. */
    private static final int MOST_VALUES = 10_000;

    private static final Tag MERGE = new Tag("tag:funclet.io:merge");

    private final BiConsumer<String, String> suspicions;
    private final boolean joining;
    private int values;

    private YamlText(BiConsumer<String, String> suspicions, boolean joining) {
        this.suspicions = suspicions;
        this.joining = joining;
    }

    /**
     * Parses the first document of a text, as Go does.
     *
     * @param suspicions gets the place and text of warnings: duplicate keys and further documents
     * @param joining whether to merge two maps of one key, as Go does; in Python the last one counts
     * @throws MalformedTextException if it is not a YAML map with text keys
     */
    public static Value.Mapping parse(String text, BiConsumer<String, String> suspicions, boolean joining)
            throws MalformedTextException {
        if (text.isBlank()) {
            throw new MalformedTextException("is empty");
        }
        YamlText yaml = new YamlText(suspicions, joining);
        Node root = yaml.compose(text).orElseThrow(() -> new MalformedTextException("is empty"));
        Value value = yaml.convert(root, 0, line(root));
        if (value instanceof Value.Mapping map) {
            return map;
        }
        if (value instanceof Value.Null) {
            throw new MalformedTextException("is empty");
        }
        String kind = root instanceof SequenceNode ? "a list" : "a single value";
        throw new MalformedTextException("is " + kind + " at its top, not a map of keys" + place(root));
    }

    private Optional<Node> compose(String text) throws MalformedTextException {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setSchema(new ScalarForms())
                    .setAllowNonScalarKeys(true)
                    // The limit is for all values instead, because fifty functions may share one env.
                    .setMaxAliasesForCollections(Integer.MAX_VALUE)
                    .build();
            Iterator<Node> documents = composer(settings, text);
            Optional<Node> first = documents.hasNext() ? Optional.of(documents.next()) : Optional.empty();
            if (first.isPresent() && hasMore(documents)) {
                suspicions.accept("", "has more than one YAML document; the first one counts");
            }
            return first;
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ";
            String problem = context + e.getProblem();
            throw notYaml(
                    problem.contains("(TAB)") ? "a tab stands where a line may be indented by blanks only" : problem,
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0));
        } catch (ReaderException e) {
            int line = (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            throw notYaml(String.format("the character U+%04X is not allowed in it", e.getCodePoint()), line);
        } catch (YamlEngineException e) {
            throw notYaml(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), 0);
        } catch (StackOverflowError e) {
            // The library recurses without a limit, so its parser is stopped here.
            throw notYaml("it is nested too deeply", 0);
        }
    }

    /** One that does not merge: the library does so without a limit. */
    private static Composer composer(LoadSettings settings, String text) {
        return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))) {
            @Override
            protected Node composeKeyNode(MappingNode node) {
                Node key = super.composeKeyNode(node);
                if (key.getTag().equals(Tag.MERGE)) {
                    key.setTag(MERGE);
                }
                return key;
            }
        };
    }

    /** Go ignores what follows, which need not be YAML. */
    private static boolean hasMore(Iterator<Node> documents) {
        try {
            return documents.hasNext();
        } catch (YamlEngineException malformed) {
            return true;
        }
    }

    private static MalformedTextException notYaml(String why, int line) {
        return new MalformedTextException(
                "is not YAML: " + PrintableText.printable(why.strip()) + (line > 0 ? " (line " + line + ")" : ""));
    }

    /** @param line the line for messages: that of the key, even if the value begins below it */
    private Value convert(Node node, int level, int line) throws MalformedTextException {
        if (level > MOST_LEVELS) {
            throw new MalformedTextException("is nested deeper than " + MOST_LEVELS + " levels" + place(node));
        }
        if (++values > MOST_VALUES) {
            throw new MalformedTextException("has more than " + MOST_VALUES + " values, aliases counted" + place(node));
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, level, line);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, level + 1, line(item)));
            }
            return new Value.Sequence(items, line);
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getTag().equals(Tag.NULL)) {
            return new Value.Null(line);
        }
        return new Value.Scalar(text(scalar), ScalarForms.style(scalar.getTag()), line);
    }

    private static String text(ScalarNode scalar) throws MalformedTextException {
        try {
            return scalar.getTag().equals(Tag.BINARY)
                    ? new String(Base64.getMimeDecoder().decode(scalar.getValue()), StandardCharsets.UTF_8)
                    : scalar.getValue();
        } catch (IllegalArgumentException e) {
            throw new MalformedTextException("has a !!binary that is not Base64" + place(scalar));
        }
    }

    private Value.Mapping mapping(MappingNode node, int level, int line) throws MalformedTextException {
        Map<String, Value> entries = new LinkedHashMap<>();
        Map<String, Value> merged = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                boolean braces = entry.getKeyNode() instanceof MappingNode;
                throw new MalformedTextException("has a key that is not a text" + place(entry.getKeyNode())
                        + (braces ? "; {{...}} needs quotes, and nothing takes its place" : ""));
            }
            Value value = convert(entry.getValueNode(), level + 1, line(key));
            if (key.getTag().equals(MERGE)) {
                merge(value, merged);
            } else {
                value.put(entries, text(key), joining, suspicions);
            }
        }
        // A key of its own goes before a merged one, wherever it stands.
        merged.forEach((key, value) -> entries.merge(key, value, (own, other) -> joining ? own.joined(other) : own));
        return new Value.Mapping(entries, line);
    }

    /** Adds the entries of a map, or of each map of a list, in which the first one counts. */
    private void merge(Value value, Map<String, Value> merged) throws MalformedTextException {
        if (value instanceof Value.Mapping map) {
            merged.putAll(map.entries());
        } else if (value instanceof Value.Sequence list
                && list.items().stream().allMatch(Value.Mapping.class::isInstance)) {
            for (int i = list.items().size() - 1; i >= 0; i--) {
                merge(list.items().get(i), merged);
            }
        } else {
            throw new MalformedTextException("is not YAML: << merges a value that is neither a map nor a list of maps"
                    + " (" + Value.place(value.line()) + ")");
        }
    }

    private static String place(Node node) {
        return " (line " + line(node) + ")";
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
