package io.funclet.host.config.text;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Classifies scalars for the YAML library: nulls, merge keys, and texts by quotes or tag. The reader decides the type
 * of plain scalars.
 */
final class ScalarForms implements Schema, ScalarResolver {

    private static final Tag PLAIN = new Tag("tag:funclet.io:plain");

    @Override
    public ScalarResolver getScalarResolver() {
        return this;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return Map.of();
    }

    @Override
    public Tag resolve(String value, Boolean plain) {
        if (!plain) {
            return Tag.STR;
        }
        return switch (value) {
            case "", "~", "null", "Null", "NULL" -> Tag.NULL;
            case "<<" -> Tag.MERGE;
            default -> PLAIN;
        };
    }

    /** The style of a scalar with this tag: plain if it may be of any type, else quoted. */
    static Value.Style style(Tag tag) {
        boolean anything = tag.equals(PLAIN) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL);
        return anything ? Value.Style.PLAIN : Value.Style.QUOTED;
    }
}
