package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the file of a service, or odd, and how that is said. */
class BaetylProblemsTest extends BaetylConfigs {

    @Test
    void everythingThatIsWrong_isReportedWithItsLine() throws Exception {
        here.file("key.pem", "");
        assertEquals(
                List.of(
                        "line 2: server.address: \"host:\" has no port from 0 to 65535 after its last colon",
                        "line 7: server.cert: \"absent.pem\" (" + directory.resolve("absent.pem") + ") does not exist",
                        "line 3: server.timeout: \"-1s\" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)",
                        "line 4: server.message.length.max: \"3g\" is not a size (512k, 4m, 1g, or bytes; at most"
                                + " 2147483647 bytes)",
                        "line 5: server.workers.max: \"many\" is not a whole number from 0 to 2147483647",
                        "line 11: functions[2]: \"sayhi\" is not a map of keys",
                        "line 9: functions[0].handler: is missing",
                        "line 10: functions[1].name: is empty"),
                problemsOf("""
                        server:
                          address: "host:"
                          timeout: -1s
                          message: {length: {max: 3g}}
                          workers: {max: many}
                          key: key.pem
                          cert: absent.pem
                        functions:
                          - {name: a, codedir: code}
                          - {name: "", handler: h, codedir: code}
                          - sayhi
                        """));
    }

    @Test
    void ofFunctionsWithOneName_theLastCounts_inThePlaceOfTheFirst() throws Exception {
        RuntimeConfig config = read(LEAST
                + "  - {name: other, handler: h, codedir: code}\n"
                + "  - {name: sayhi, handler: h, codedir: code}\n");

        assertEquals(
                List.of("sayhi", "other"),
                config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals("h", config.functions().get(0).handler());
        assertEquals(
                List.of(
                        "etc/baetyl/service.yml: line 8: functions[2].name: \"sayhi\" is the name of a function before it,"
                                + " too; the last one counts"),
                config.warnings());
    }

    @Test
    void numberThatMayBeMeantOtherwise_isInForce_andWarnedOf() throws Exception {
        RuntimeConfig config = read(LEAST.replace("50051\n", """
                50051
                  workers: {max: 010}
                  concurrent: {max: 1:30}
                  timeout: 1e9
                  message: {length: {max: 04_194_304}}
                """) + "logger: {age: {max: 0x10}, backup: {max: 7.5}}\n");

        assertEquals(8, config.server().maxWorkers().orElseThrow());
        assertEquals(90, config.server().maxConcurrent().orElseThrow());
        assertEquals(Duration.ofSeconds(1), config.server().timeout());
        assertEquals(16, config.logger().maxAgeDays());
        assertEquals(
                List.of(
                        "line 6: server.message.length.max: \"04_194_304\" is read as 4194304 bytes",
                        "line 3: server.workers.max: \"010\" is read as 8",
                        "line 4: server.concurrent.max: \"1:30\" is read as 90",
                        "line 11: logger.backup.max: \"7.5\" is read as 7"),
                config.warnings().stream()
                        .map(it -> it.replace("etc/baetyl/service.yml: ", ""))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "key, server.key: needs server.cert beside it",
        "cert, server.cert: needs server.key beside it",
        "ca, server.ca: needs server.key and server.cert beside it"
    })
    void tlsKeysWithoutTheOthers_areRejectedRatherThanServedAsPlaintext(String key, String problem) throws Exception {
        here.file("x.pem", "");
        List<String> problems = problemsOf(LEAST.replace("50051\n", "50051\n  " + key + ": x.pem\n"));
        assertEquals(List.of("line 3: " + problem + ", for TLS"), problems);
    }

    @Test
    void aNullInTheListOfFunctions_lacksEveryKey() throws Exception {
        assertEquals(
                List.of(
                        "line 2: functions[0].name: is missing",
                        "line 2: functions[0].handler: is missing",
                        "line 2: functions[0].codedir: is missing"),
                problemsOf("server: {address: ':1'}\nfunctions: [~]\n"));
    }

    @ParameterizedTest
    @CsvSource({"[], is an empty list", "sayhi, \"sayhi\" is not a list", "{name: sayhi}, a map is not a list"})
    void noListOfFunctions_isRejected(String functions, String problem) throws Exception {
        assertEquals(
                List.of("line 3: functions: " + problem),
                problemsOf("server:\n  address: :1\nfunctions: " + functions + "\n"));
    }

    @Test
    void aWrongVariable_isReportedByItsName() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST);
        List<String> problems = here.problems(Map.of("OPENEDGE_SERVICE_ADDRESS", "127.0.0.1:+80"));
        assertEquals(
                List.of("OPENEDGE_SERVICE_ADDRESS: \"127.0.0.1:+80\" has no port from 0 to 65535 after its last colon"),
                problems);
    }

    @Test
    void noAddressAnywhere_isReportedWithBothPlaces() throws Exception {
        assertEquals(
                List.of("server.address: is missing, and so is BAETYL_SERVICE_INSTANCE_ADDRESS"),
                problemsOf("functions: [{name: a, handler: h, codedir: code}]"));
    }

    @Test
    void malformedPins_areReportedWithAllElse() throws Exception {
        assertEquals(
                List.of(
                        "line 2: server.address: \"nowhere\" is not an address (HOST:PORT, :PORT for all interfaces, or"
                                + " [IPV6]:PORT)",
                        "line 5: functions[0].handler: \"sayhi@[1.0\" has no range of versions after its @ ([1.0,2.0), or"
                                + " 1.0 for this version and all later ones)",
                        "line 7: functions[1].handler: \"sayhi@(1.0,1.0)\" is a range that no version is in"),
                problemsOf(LEAST.replace("127.0.0.1:50051", "nowhere").replace("sayhi.handler", "sayhi@[1.0")
                        + "  - {name: other, handler: 'sayhi@(1.0,1.0)', codedir: code}\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5      | is read as nanoseconds, in which hardly any call ends; with a unit it is 5s or 5ms
            999999 | is read as nanoseconds, in which hardly any call ends; with a unit it is 999999s or 999999ms
            999us  | is less than 1ms, in which hardly any call ends; seconds are written 5s
            """)
    void timeoutThatNoCallCanKeep_isInForce_andWarnedOf(String timeout, String why) throws Exception {
        RuntimeConfig config = read(
                LEAST.replace("50051\n", "50051\n  timeout: " + timeout + "\n") + "    timeout: " + timeout + "\n");

        String warning = ": \"" + timeout + "\" " + why;
        assertEquals(
                List.of(
                        "etc/baetyl/service.yml: line 3: server.timeout" + warning,
                        "etc/baetyl/service.yml: line 8: functions[0].timeout" + warning),
                config.warnings());
        assertEquals(
                config.server().timeout(),
                config.functions().get(0).limits().timeout().orElseThrow());
        assertTrue(config.server().timeout().toNanos() < 1_000_000, config::toString);
    }

    @ParameterizedTest
    @CsvSource({"0", "1ms", "1000000", "30s"})
    void timeoutThatCanBeMeant_isNotWarnedOf(String timeout) throws Exception {
        assertEquals(
                List.of(),
                read(LEAST.replace("50051\n", "50051\n  timeout: " + timeout + "\n"))
                        .warnings());
    }

    @Test
    void sizeThatNoMessageFits_isInForce_andWarnedOf() throws Exception {
        RuntimeConfig config = read(LEAST.replace("50051\n", "50051\n  message: {length: {max: 4}}\n"));

        assertEquals(4, config.server().maxMessageBytes());
        assertEquals(
                List.of(
                        "etc/baetyl/service.yml: line 3: server.message.length.max: \"4\" means 4 bytes, which hardly any"
                                + " message fits; megabytes are written 4m"),
                config.warnings());
    }

    @Test
    void quotesThatMakeANumberAText_areNamed() throws Exception {
        assertEquals(
                List.of(
                        "line 3: server.timeout: \"5\" in quotes is not a duration (30s, 5m, 1h30m, 100ms, or"
                                + " nanoseconds; at most 2562047h)",
                        "line 8: functions[0].queue: \"5\" in quotes is not a whole number from 0 to 1000000"),
                problemsOf(LEAST.replace("50051\n", "50051\n  timeout: \"5\"\n") + "    queue: \"5\"\n"));
    }

    @Test
    void addressThatIsNoText_isToldOnce() throws Exception {
        assertEquals(
                List.of("line 2: server.address: a list is not a text"),
                problemsOf(LEAST.replace("127.0.0.1:50051", "[a]")));
    }

    @Test
    void whatCannotBeSeen_isShown() throws Exception {
        assertEquals(
                "etc/baetyl/service.yml: unknown keys are ignored: \\ufeffname (line 1; did you mean name?)",
                read("\uFEFF\uFEFFname: n\n" + LEAST).warnings().get(0));
    }
}
