package io.funclet.host.config.text;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Tells scalars apart as far as the YAML library has to know: nulls, merge keys, and whether quotes or a tag say that it is a
 * text. What a plain one is depends on who reads it.
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

    /** How a scalar with this tag is to be read: as anything if nothing is said, or that it is a number or a boolean. */
    static Value.Style style(Tag tag) {
        boolean anything = tag.equals(PLAIN) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL);
        return anything ? Value.Style.PLAIN : Value.Style.QUOTED;
    }
}
