package io.funclet.host.typed;

import static io.funclet.host.typed.Conversion.rejection;
import static io.funclet.host.typed.Conversion.respond;
import static io.funclet.host.typed.Conversion.unsupported;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.Payload;
import io.funclet.host.typed.TypedValues.Level;
import io.funclet.host.typed.TypedValues.Open;
import io.funclet.host.typed.codec.CodecRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which types a typed function may have, and what is said about others. */
class SupportedTypesTest {

    @Test
    void objectWritesAllKnownTypes() throws Exception {
        Map<String, Object> all = Map.of(
                "a",
                Arrays.asList(
                        new Open(1), Level.HIGH, Optional.of(1.5), Optional.empty(), null, Duration.ofSeconds(1)));
        JsonResponseWriter writer = JsonResponseWriter.of(Object.class, new CodecRegistry());
        assertEquals(
                "{\"a\":[{\"valve\":1},\"very high\",1.5,null,null,\"PT1S\"]}",
                writer.write(all).text());
        assertEquals("{\"2\":\"x\"}", writer.write(Map.of(2, 'x')).text());
    }

    @Test
    void recordsMayBeGeneric_recursive_orInOtherSealedInterfaces() throws Exception {
        UnaryOperator<String> reading = sensor -> "{\"sensor\":\"" + sensor + "\",\"celsius\":1.0}";
        String box = "{\"content\":" + reading.apply("a") + ",\"more\":[" + reading.apply("b") + "]}";
        assertEquals(box, respond("box", box));
        String pair = "{\"kind\":\"Pair\",\"left\":{\"kind\":\"begin\",\"type\":\"x\"},\"right\":null}";
        assertEquals(pair, respond("event", pair));
        assertEquals("[[" + reading.apply("a") + "]]", respond("wildcards", "[[" + reading.apply("a") + "]]"));
        assertThrows(AssertionError.class, () -> respond("failing", "{\"text\": \"error\"}"));
        assertTrue(rejection("failing", Payload.of("{}")).startsWith("$: NullPointerException"));
    }

    @Test
    void classesMayBeMadeByTheirConstructor_asThoseOfKotlin() throws Exception {
        String point = "{\"content\":[1,2],\"is on\":true}";
        assertEquals(point, respond("point", point));
        assertEquals("$.content: missing", rejection("point", Payload.of("{\"is on\": true}")));
        assertEquals(
                "$.content: expected an array, got null",
                rejection("point", Payload.of("{\"is on\": true, \"content\": null}")));
        assertEquals("{\"type\":\"Off\"}", respond("onOff", "{\"type\": \"Off\", \"level\": 1}"));
        assertEquals("{\"type\":\"Dimmed\",\"level\":3}", respond("onOff", "{\"level\": 3, \"type\": \"Dimmed\"}"));
    }

    @Test
    void classWithoutSuchAConstructor_isSaid() {
        assertTrue(unsupported("nameless").contains("compile it with -parameters"), unsupported("nameless"));
        assertTrue(unsupported("hidden").contains("no public method secret() or getSecret()"), unsupported("hidden"));
        assertTrue(unsupported("bean").contains("Bean is not supported: declare a record"), unsupported("bean"));
        assertTrue(unsupported("partly").contains("Extensible is no plain record"), unsupported("partly"));
    }

    @Test
    void typeThatIsNotSupported_isSaid_withItsPlaceAndWhatToDo() {
        assertTrue(unsupported("implementation").startsWith("java.util.ArrayList"), unsupported("implementation"));
        assertTrue(unsupported("rawList").contains("declare List<...>"), unsupported("rawList"));
        assertTrue(unsupported("noRecord").startsWith("java.lang.Thread is not supported: declare a record"));
        assertTrue(unsupported("byRecord").contains("no key of a map"), unsupported("byRecord"));
        assertTrue(unsupported("twice").contains("says twice"), unsupported("twice"));
        assertTrue(unsupported("shape").contains("Circle is no plain record"), unsupported("shape"));
        assertTrue(unsupported("clash").contains("@JsonDiscriminator"), unsupported("clash"));
        assertTrue(unsupported("twins").endsWith("two records have the name Twin: give one a @JsonName"));
        assertTrue(unsupported("endless").contains("component next of record "), unsupported("endless"));
        assertTrue(unsupported("endless").endsWith("types are nested more than 50 deep"), unsupported("endless"));
        assertTrue(unsupported("nothing").startsWith("java.lang.Void is not supported"), unsupported("nothing"));
    }
}
