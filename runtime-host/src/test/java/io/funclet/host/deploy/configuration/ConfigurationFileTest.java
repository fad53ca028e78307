package io.funclet.host.deploy.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    enum Mode {
        FAST,
        SLOW
    }

    @interface Config {
        int port();

        long count();

        float ratio();

        double share();

        byte small();

        short middle();

        boolean log_all();

        Class<?> codec();

        char sign();

        Mode mode();

        int[] ports();

        String free();
    }

    static final class Configured {
        void activate(Config config) {}
    }

    private static Object value(String text) throws ConfigurationFault {
        return ConfigurationFile.parse("x.cfg", "key = " + text).values().get("key");
    }

    private static String fault(String text) {
        return assertThrows(ConfigurationFault.class, () -> ConfigurationFile.parse("x.cfg", text))
                .getMessage();
    }

    private static List<String> types(String text) throws ConfigurationFault {
        return PropertyType.faults(Configured.class, ConfigurationFile.parse("x.cfg", text));
    }

    @Test
    void valuesAreTexts_asTheyStand() throws ConfigurationFault {
        assertEquals("a=b # c", value("a=b # c"));
        assertEquals("\\${port}\\", value("\\${port}\\"));
        assertEquals(" spaces ", value("\" spaces \""));
        assertEquals("", value(""));
        assertArrayEquals(new String[] {"a", "b, c", ""}, (String[]) value("[a, \"b, c\", \"\"]"));
        assertArrayEquals(new String[0], (String[]) value("[]"));
    }

    @Test
    void nameIsThePid_withTheNameOfAFactorysConfiguration() throws ConfigurationFault {
        assertEquals("a.b~c", ConfigurationFile.parse("a.b~c.cfg", "").pid());
        assertEquals("a.b", ConfigurationGeneration.factoryOf("a.b~c"));
        assertTrue(ConfigurationFile.is("x.cfg"));
        assertFalse(ConfigurationFile.is(".x.cfg"));
        assertFalse(ConfigurationFile.is(".cfg"));
    }

    @Test
    void faultsNameTheirLine() {
        assertEquals("line 2 is not written as key = value", fault("# one\nport 5"));
        assertTrue(fault("a = 1\nA = 2").startsWith("line 2 has A once more"));
        assertTrue(fault("a = [1").startsWith("line 1 has a list without"));
        assertTrue(fault("a = \"1").startsWith("line 1 has a text without"));
    }

    @Test
    void otherEncodingsAreFaults(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("x.cfg");
        Files.write(file, "unit = °C".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "is not written in UTF-8",
                assertThrows(ConfigurationFault.class, () -> ConfigurationFile.read(file))
                        .getMessage());
        assertEquals(
                "is no regular file",
                assertThrows(ConfigurationFault.class, () -> ConfigurationFile.read(directory))
                        .getMessage());
    }

    @Test
    void valuesThatScrWouldNarrow_areFaults() throws ConfigurationFault {
        for (String bad : List.of(
                "port = 3000000000",
                "port = 7.9",
                "port = ",
                "count = 9223372036854775808",
                "ratio = much",
                "share = -1e999",
                "small = 128",
                "middle = 32768",
                "log.all = yes",
                "sign = ab",
                "mode = fast",
                "codec = no.Such",
                "ports = [1, x]",
                "port = [1, 2]",
                "PORT = x")) {
            assertEquals(1, types(bad).size(), bad);
        }
        assertEquals(
                List.of("takes no port = 7.9 of x.cfg, line 1: it must be a whole number in the range of int"),
                types("port = 7.9"));
        for (String good : List.of(
                "port = -7",
                "share = 1e3",
                "share = Infinity",
                "log.all = true",
                "mode = SLOW",
                "codec = java.lang.String",
                "ports = 1",
                "ports = [1, 2]",
                "free = x")) {
            assertEquals(List.of(), types(good), good);
        }
    }

    @Test
    void methodsAreNamedAsProperties() {
        assertEquals("a.b", PropertyType.property("a_b"));
        assertEquals("a_b", PropertyType.property("a__b"));
        assertEquals("new", PropertyType.property("$new"));
        assertEquals("a$b", PropertyType.property("a$$b"));
        assertEquals("a-b", PropertyType.property("a$_$b"));
    }
}
