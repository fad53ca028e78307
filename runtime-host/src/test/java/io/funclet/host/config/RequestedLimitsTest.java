package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of a function, in the configuration of each generation and in service properties. */
class RequestedLimitsTest extends BaetylConfigs {

    private static final RequestedLimits ALL =
            new RequestedLimits(Optional.of(Duration.ofMillis(1500)), OptionalInt.of(4), OptionalInt.of(100));

    private static List<RequestedLimits> limits(RuntimeConfig config) {
        return config.functions().stream().map(FunctionConfig::limits).toList();
    }

    @Test
    void operator_saysThemForEachFunction() throws Exception {
        RuntimeConfig config = read(LEAST + """
                    timeout: 1.5s
                    concurrency: 4
                    queue: 100
                  - {name: other, handler: h, codedir: code, timeout: 0, concurrency: null}
                """);

        assertEquals(List.of(ALL, RequestedLimits.NONE), limits(config));
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void openedgesFunction_hasThemToo_andNotItsManagersTimeout() throws Exception {
        String least = """
                {"name":"n","server":{"address":"127.0.0.1:80"},"function":{"name":"f","handler":"h","codedir":"code",
                "instance":{"timeout":5}%s}}""";

        RuntimeConfig config = here.load(least.formatted(",\"timeout\":1500000000,\"concurrency\":4,\"queue\":100"));
        assertEquals(List.of(ALL), limits(config));
        assertEquals(List.of(), config.warnings());
        assertEquals(List.of(RequestedLimits.NONE), limits(here.load(least.formatted(""))));
    }

    @Test
    void whatCannotBeRead_isReportedWithTheOthers() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    timeout: soon\n    concurrency: -1\n    queue: 1000001\n");

        assertEquals(
                List.of(
                        "line 7: functions[0].timeout: \"soon\" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)",
                        "line 8: functions[0].concurrency: \"-1\" is not a whole number from 0 to 1000000",
                        "line 9: functions[0].queue: \"1000001\" is not a whole number from 0 to 1000000"),
                here.problems(Map.of()));
    }

    private static RequestedLimits ofProperties(Map<String, ?> properties) {
        return RequestedLimits.ofProperties(properties::get);
    }

    @Test
    void author_saysThemInServiceProperties_asNumbersOrTexts() {
        assertEquals(
                ALL,
                ofProperties(Map.of("function.timeout", "1.5s", "function.concurrency", 4, "function.queue", " 100 ")));
        assertEquals(RequestedLimits.NONE, ofProperties(Map.of()));
        assertEquals(
                RequestedLimits.NONE,
                ofProperties(Map.of("function.timeout", "", "function.concurrency", 0, "function.queue", "0")));
    }

    @ParameterizedTest
    @CsvSource({
        "function.timeout, 5",
        "function.timeout, -5s",
        "function.concurrency, 1.5",
        "function.concurrency, -1",
        "function.queue, 1000001",
        "function.queue, 99999999999999999999",
        "function.queue, many"
    })
    void propertyThatCannotBeUsed_isNamedWithItsValue(String name, String value) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ofProperties(Collections.singletonMap(name, value)))
                .getMessage();
        assertEquals(
                name + ": \"" + value + "\" is not ",
                message.substring(0, message.indexOf(" is not ") + " is not ".length()));
    }

    @Test
    void firstWord_counts() {
        RequestedLimits some = new RequestedLimits(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
        RequestedLimits both = some.orElse(ALL);

        assertEquals(new RequestedLimits(ALL.timeout(), OptionalInt.of(1), ALL.queue()), both);
    }
}
