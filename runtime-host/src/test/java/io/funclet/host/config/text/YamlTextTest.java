package io.funclet.host.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {

    private static Value.Mapping parse(String yaml, boolean joining) throws MalformedTextException {
        return YamlText.parse(yaml, (place, suspicion) -> {}, joining);
    }

    private static String textOf(Value.Mapping map, String... keys) {
        Value value = map;
        for (String key : keys) {
            value = ((Value.Mapping) value).entries().get(key);
        }
        return value instanceof Value.Scalar scalar ? scalar.text() : String.valueOf(value);
    }

    @Test
    void mergedMapAndOneOfTheSameKey_countTogetherInGoAlone() throws Exception {
        String yaml = "base: &b {server: {timeout: 5s}}\n<<: *b\nserver: {name: x}\n";

        assertEquals("5s", textOf(parse(yaml, true), "server", "timeout"));
        assertEquals("null", textOf(parse(yaml, false), "server", "timeout"));
        assertEquals("x", textOf(parse(yaml, true), "server", "name"));
    }

    @Test
    void ofMergedMaps_theFirstOfAListCounts_andTheLastOfTwoKeys() throws Exception {
        assertEquals("1", textOf(parse("<<: [{a: 1}, {a: 2}]", true), "a"));
        assertEquals("2", textOf(parse("<<: {a: 1}\n<<: {a: 2}", true), "a"));
        assertEquals("2", textOf(parse("!!merge x: {a: 1}\n!!merge x: {a: 2}", true), "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<<: x | is not YAML: << merges a value that is neither a map nor a list of maps (line 1)",
                "<<: [{a: b}, c] | is not YAML: << merges a value that is neither a map nor a list of maps (line 1)",
                "codedir: {{.HOME}} | has a key that is not a text (line 1); {{...}} needs quotes, and nothing takes its"
                        + " place",
                "a: *b | is not YAML: found undefined alias b (line 1)",
                "[a]: b | has a key that is not a text (line 1)",
                "a: !!binary a | has a !!binary that is not Base64 (line 1)"
            })
    void whatNoCallerReads_isRejected(String yaml, String problem) {
        assertEquals(
                problem,
                assertThrows(MalformedTextException.class, () -> parse(yaml, true))
                        .getMessage());
    }

    @Test
    void binary_isDecoded() throws Exception {
        assertEquals("hi", textOf(parse("a: !!binary aGk=", true), "a"));
    }

    @Test
    void twoLessSigns_areATextAsAValueAndInQuotes() throws Exception {
        assertEquals("<<", textOf(parse("a: <<", true), "a"));
        assertEquals("x", textOf(parse("'<<': x", true), "<<"));
    }
}
