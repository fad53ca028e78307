package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.load.OpenedgeConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a configuration of openedge 0.1.0-0.1.1, and how that is said. */
class OpenedgeProblemsTest extends OpenedgeConfigs {

    @Test
    void everythingThatIsMissing_isReportedAtOnce() {
        InvalidConfigException failure = here.failure("{}");

        assertEquals(
                List.of(
                        "name: is missing",
                        "server.address: is missing",
                        "function.name: is missing",
                        "function.handler: is missing",
                        "function.codedir: is missing"),
                failure.problems());
        assertEquals("-c: " + String.join("; ", failure.problems()), failure.getMessage());
    }

    @Test
    void everythingThatIsWrong_isReportedWithKeyAndValueAndExpectation() throws IOException {
        here.file("a-file", "");
        assertEquals(
                List.of(
                        "name: 5 is not a text",
                        "server.address: \"localhost\" is not an address (HOST:PORT, :PORT for all interfaces, or [IPV6]:PORT)",
                        "server.timeout: \"30x\" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)",
                        "server.message.length.max: -1 is not a size (512k, 4m, 1g, or bytes; at most 2147483647 bytes)",
                        "function.handler: is empty",
                        "function.codedir: \"a-file\" (" + directory.resolve("a-file") + ") is not a directory",
                        "function.env: a list is not a map of keys",
                        "function.id: \"a b\" is not 1 to 140 letters, digits, hyphens and underscores",
                        "function.name: \"ä\" is not 1 to 140 letters, digits, hyphens and underscores",
                        "logger.level: \"loud\" is not a level (debug, info, warn, error)",
                        "logger.format: \"xml\" is not a format (text, json)",
                        "logger.console: \"true\" in quotes is not true or false",
                        "logger.age.max: -1.5 is not a whole number from 0 to 2147483647"),
                here.problems("""
                        {"name":5,"server":{"address":"localhost","timeout":"30x","message":{"length":{"max":-1}}},
                        "function":{"id":"a b","name":"ä","handler":" ","codedir":"a-file","env":["x"]},
                        "logger":{"level":"loud","format":"xml","console":"true","age":{"max":-1.5}}}"""));
    }

    @Test
    void aPartOfTheWrongType_isReportedWithoutTheKeysThatItCannotHave() {
        assertEquals(
                List.of("server: \"127.0.0.1:80\" is not a map of keys"),
                here.problems(LEAST.replace("{\"address\":\"127.0.0.1:80\"}", "\"127.0.0.1:80\"")));
    }

    @Test
    void aMissingCodeDirectory_isReportedWithItsWholePath() throws IOException {
        Files.delete(directory.resolve("code"));
        assertEquals(
                List.of("function.codedir: \"code\" (" + directory.resolve("code") + ") does not exist"),
                here.problems(LEAST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name:\"n\"}",
                "{\"name\":\"n\",}",
                "{\"name\":\"n\"} {}",
                "{\"name\" \"n\"}",
                "{'name':'n'}",
                "{\"name\":NaN}",
                "{\"a\":{\"name\":\"n\"}",
                "{\"a\":\n[1,}",
                "{}}"
            })
    void textThatIsNotJson_isReportedInOneLineWithItsPlace(String text) {
        InvalidConfigException failure = here.failure(text);
        assertTrue(
                failure.getMessage().matches("-c: (is not JSON: .*(line \\d+ column \\d+.*|ends too early))"),
                failure.getMessage());
        assertFalse(failure.getMessage().contains("JsonReader"), failure.getMessage());
    }

    @Test
    void faultThatTheReaderNames_isReportedInItsWords() {
        assertEquals(
                "-c: is not JSON: Expected ':' at line 1 column 10 path $.name",
                here.failure("{\"name\" \"n\"}").getMessage());
    }

    @Test
    void ofAKeyTwiceInOneObject_theLastCounts() throws Exception {
        RuntimeConfig config = here.load(LEAST.replace("{\"name\":\"n\"", "{\"name\":null,\"name\":\"n\""));

        assertEquals("n", config.name());
        assertEquals(List.of("-c: name: stands twice in one map; the last one counts"), config.warnings());
    }

    @Test
    void jsonOfManyLevels_isRejected() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertTrue(here.failure(deep).getMessage().length() < 400);
    }

    @Test
    void lineBreaksInValues_stayWithinOneLine() {
        String message =
                here.failure(LEAST.replace("127.0.0.1:80", "a\\nb\\u2028c")).getMessage();
        assertEquals(1, message.lines().count());
        assertTrue(message.contains("\"a\\u000ab\\u2028c\""), message);
    }

    @Test
    void aNameThatIsNoText_isReportedOnce() {
        assertEquals(
                List.of("function.name: 5 is not a text"),
                here.problems(LEAST.replace("\"name\":\"f\"", "\"name\":5")));
    }
}
