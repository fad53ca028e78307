package io.funclet.host.deploy.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationJsonTest {

    @interface Config {
        int port();

        int[] ports();
    }

    static final class Configured {
        void activate(Config config) {}
    }

    private static Object value(String entry) throws ConfigurationFault {
        Map<String, Object> values =
                ConfigurationFile.parse("x.cfg.json", "{" + entry + "}").values();
        assertEquals(1, values.size(), values::toString);
        return values.get("key");
    }

    private static String fault(String text) {
        return assertThrows(ConfigurationFault.class, () -> ConfigurationFile.parse("x.cfg.json", text))
                .getMessage();
    }

    @Test
    void valuesHaveTheTypeOfTheirKeys_orThatOfTheJson() throws Exception {
        assertEquals("a // b", value("\"key\": \"a // b\""));
        assertEquals(5L, value("\"key\": 5"));
        assertEquals(1.5, value("\"key\": 1.5"));
        assertEquals(true, value("\"key\": true"));
        assertEquals(5, value("\"key:Integer\": \"5\""));
        assertEquals((byte) 5, value("\"key:byte\": 5"));
        assertEquals('x', value("\"key:Character\": \"x\""));
        assertEquals(List.of(1, 2), value("\"key:Collection<Integer>\": [1, 2]"));
        assertArrayEquals(new Integer[] {1, 2}, (Integer[]) value("\"key:int[]\": [1, 2]"));
        assertArrayEquals(new Integer[] {1}, (Integer[]) value("\"key:int[]\": 1"));
        assertArrayEquals(new String[] {"a", "b"}, (String[]) value("\"key\": [\"a\", \"b\"]"));
        assertArrayEquals(new String[0], (String[]) value("\"key\": []"));
    }

    @Test
    void commentsAndKeysForTools_areNoValues() throws Exception {
        assertEquals(
                1L, value("/* two\n lines \" */ \":configurator:resource-version\": 1, // \"x\": {\n\"key\": 1 /**/"));
    }

    @Test
    void faultsNameTheirKeyOrPlace() {
        assertTrue(fault("// one\n{\"a\": x}").startsWith("is not JSON: unexpected character at line 2 column 7"));
        assertEquals("has 3000000000 for a:Integer", fault("{\"a:Integer\": 3000000000}"));
        assertEquals("has 1e999 for a, which is out of range", fault("{\"a\": 1e999}"));
        assertEquals("has 1e39 for a:float, which is out of range", fault("{\"a:float\": 1e39}"));
        assertEquals("has \"yes\" for a:Boolean", fault("{\"a:Boolean\": \"yes\"}"));
        assertTrue(fault("{\"a:Date\": 1}").startsWith("has the type Date for a:Date, which is none of Boolean,"));
        assertTrue(fault("{\"a\": 1, \"A:Long\": 1}").startsWith("has A once more"));
        assertTrue(fault("{\"a\": 1, \"a\": 1}").startsWith("has a once more"));
        assertEquals("has a map for a, which must be a value or a list", fault("{\"a\": {}}"));
        assertEquals("has null for a, which must be a value or a list", fault("{\"a\": null}"));
        assertEquals("has a list for a:int; its type is written int[]", fault("{\"a:int\": [1]}"));
        assertEquals("has elements of several types for a", fault("{\"a\": [1, true]}"));
        assertTrue(fault("{\"a:\": 1}").startsWith("has the key a:,"));
    }

    @Test
    void typesOfTheComponent_areChecked() throws Exception {
        ConfigurationFile wrong = ConfigurationFile.parse("x.cfg.json", "{\"port\": 7.9, \"ports\": [1, 3000000000]}");

        assertEquals("x", wrong.pid());
        assertEquals(
                List.of(
                        "takes no port = 7.9 of x.cfg.json: it must be a whole number in the range of int",
                        "takes no ports = [1, 3000000000] of x.cfg.json: it must be a whole number in the range of int"),
                PropertyType.faults(Configured.class, wrong));
        assertEquals(
                List.of(),
                PropertyType.faults(
                        Configured.class,
                        ConfigurationFile.parse("x.cfg.json", "{\"port:int\": 7, \"ports:Collection<Long>\": [1]}")));
    }
}
