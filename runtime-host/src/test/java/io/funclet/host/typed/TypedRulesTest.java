package io.funclet.host.typed;

import static io.funclet.host.typed.Conversion.failure;
import static io.funclet.host.typed.Conversion.rejection;
import static io.funclet.host.typed.Conversion.respond;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import io.funclet.host.typed.TypedValues.Failing;
import io.funclet.host.typed.TypedValues.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each row of the table of docs/reference/typed-functions.md, and its rules for documents. */
class TypedRulesTest {

    private static final Path PAGE = Path.of("../docs/reference/typed-functions.md");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| (?:`([^`]+)` )?\\| (rejected: )?(?:`([^`]+)` )?\\|$");

    @Test
    void valuesAreReadAndWritten_asThePageSays() throws Exception {
        List<String> wrong = new ArrayList<>();
        int[] rows = {0};
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> {
            rows[0]++;
            String event = Optional.ofNullable(row.group(2)).orElse("");
            String said = Optional.ofNullable(row.group(4)).orElse("");
            String actual;
            try {
                actual = respond(row.group(1), event);
            } catch (FunctionException rejected) {
                actual = "rejected: " + rejected.getMessage();
            } catch (Exception other) {
                actual = other.toString();
            }
            String expected = Optional.ofNullable(row.group(3)).orElse("") + said;
            if (!expected.equals(actual)) {
                wrong.add(row.group(1) + " " + event + "\n  says " + expected + "\n  is   " + actual);
            }
        });
        assertEquals("", String.join("\n", wrong));
        assertTrue(rows[0] > 70, () -> rows[0] + " rows");
    }

    @Test
    void encoding_isUtf8_afterAMark() throws Exception {
        assertEquals("\"é\"", respond("String", "\ufeff\"é\""));
        Payload latin1 = Payload.of(new byte[] {'[', '"', 'a', (byte) 0xe9, '"', ']'});
        assertEquals("$[0]: not UTF-8 at byte 3", rejection("raws", latin1));
        Payload endsInside = Payload.of(new byte[] {'"', 'a', (byte) 0xc3});
        assertEquals("$: not UTF-8 at byte 2", rejection("String", endsInside));
        // Longer than any buffer, with characters of all lengths across its borders.
        String text = "\"" + "aé€😀".repeat(20_000) + "\"";
        assertEquals(text, respond("String", text));
    }

    @Test
    void nesting_isBounded_onTheSmallestStack() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        Thread small = new Thread(null, () -> checkNesting(failures), "small", 256 * 1024);
        small.start();
        small.join();
        assertEquals(List.of(), failures);
    }

    private static void checkNesting(List<Throwable> failures) {
        try {
            for (String name : List.of("any", "raws")) {
                String deepest = nested(100, "[", "]");
                assertEquals(deepest, respond(name, deepest));
                String tooDeep = rejection("raws", Payload.of(nested(101, "[", "]")));
                assertTrue(tooDeep.endsWith("[0]: more than 100 levels of JSON near character 101"), tooDeep);
            }
            String tree = nested(50, "{\"number\":1,\"children\":[", "]}");
            assertEquals(tree, respond("tree", tree));
            String events = nested(99, "{\"right\":null,\"left\":", ",\"kind\":\"Pair\"}")
                    .replace("\"left\":,", "\"left\":null,");
            assertTrue(respond("event", events).startsWith("{\"kind\":\"Pair\",\"left\":{\"kind\":\"Pair\""));
            Map<String, Object> endless = new HashMap<>();
            endless.put("self", endless);
            String message = failure("any", endless);
            assertTrue(message.endsWith(".self: more than 100 levels of objects"), message);
        } catch (Throwable failed) {
            failures.add(failed);
        }
    }

    private static String nested(int levels, String begin, String end) {
        return begin.repeat(levels) + end.repeat(levels);
    }

    @Test
    void hugeNumbers_areRejected_notConverted() {
        assertEquals(
                "$: a number has more than 1000 characters", rejection("BigDecimal", Payload.of("1".repeat(1001))));
        assertTrue(rejection("BigInteger", Payload.of("1".repeat(5000))).startsWith("$: not JSON"));
        assertEquals(
                "$: 1e99999999999 is out of range of BigDecimal", rejection("BigDecimal", Payload.of("1e99999999999")));
        assertEquals("$: expected int, got 1e-1000000000", rejection("int", Payload.of("1e-1000000000")));
    }

    @Test
    void responseThatCannotBeJson_isTheFunctionsFailure_withItsPlace() throws Exception {
        assertEquals("$.celsius: NaN is no number in JSON", failure("Reading", new Reading("s", Double.NaN)));
        assertEquals(
                "$[1]: Infinity is no number in JSON", failure("boxes", new Double[] {1.0, Double.POSITIVE_INFINITY}));
        assertEquals("$.sensor: a text has half of a surrogate pair", failure("Reading", new Reading("\ud83d", 1)));
        assertEquals(
                "$.a[0]: java.lang.Thread is not supported",
                failure("any", Map.of("a", List.of(Thread.currentThread()))).replaceAll(":[^:]*$", ""));
        assertEquals("$.text: IllegalStateException: no text", failure("failing", new Failing("x")));
        assertEquals("$[0]: not JSON near character 0", failure("raws", List.of(Payload.of("x"))));
    }
}
