package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaetylConfigTest {

    private static final String LEAST = """
            server:
              address: 127.0.0.1:50051
            functions:
              - name: sayhi
                handler: sayhi.handler
                codedir: code
            """;

    @TempDir
    Path directory;

    private WorkingDirectory here;

    @BeforeEach
    void makeTheCodeDirectory() throws IOException {
        here = new WorkingDirectory(directory);
        here.directory("code");
    }

    private RuntimeConfig read(String yaml) throws Exception {
        here.file("etc/baetyl/service.yml", yaml);
        return here.load(Map.of());
    }

    private List<String> problemsOf(String yaml) throws IOException {
        here.file("etc/baetyl/service.yml", yaml);
        return here.problems(Map.of());
    }

    @Test
    void whatIsAbsent_hasTheContractsDefaults() throws Exception {
        RuntimeConfig config = read(LEAST);

        assertEquals("funclet", config.name());
        assertEquals(
                new ServerConfig(
                        new ListenAddress("127.0.0.1", 50051),
                        Duration.ofSeconds(30),
                        4194304,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.empty()),
                config.server());
        assertEquals(
                List.of(new FunctionConfig("sayhi", "sayhi.handler", directory.resolve("code"), Map.of())),
                config.functions());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void whatIsThere_isTaken() throws Exception {
        Path key = here.file("certs/server.key", "");
        Path certificate = here.file("certs/server.pem", "");
        Path authority = here.file("certs/ca.pem", "");
        here.directory("other");

        RuntimeConfig config = read("""
                name: service
                server:
                  address: :8080
                  timeout: 5000000000
                  message:
                    length:
                      max: 1g
                  workers:
                    max: 2
                  concurrent:
                    max: 9
                  ca: certs/ca.pem
                  key: certs/server.key
                  cert: certs/server.pem
                functions:
                  - {name: b, handler: h, codedir: other, env: {K: v}}
                  - {name: a, handler: h, codedir: code}
                """);

        assertEquals("service", config.name());
        assertEquals(
                new ServerConfig(
                        new ListenAddress("", 8080),
                        Duration.ofSeconds(5),
                        1 << 30,
                        OptionalInt.of(2),
                        OptionalInt.of(9),
                        Optional.of(new TlsConfig(key, certificate, Optional.of(authority)))),
                config.server());
        assertEquals(
                List.of(
                        new FunctionConfig("b", "h", directory.resolve("other"), Map.of("K", "v")),
                        new FunctionConfig("a", "h", directory.resolve("code"), Map.of())),
                config.functions());
    }

    @Test
    void everythingThatIsWrong_isReportedWithItsLine() throws Exception {
        here.file("key.pem", "");
        assertEquals(
                List.of(
                        "line 2: server.address: \"host:\" has no port from 0 to 65535 after its last colon",
                        "line 7: server.cert: \"absent.pem\" (" + directory.resolve("absent.pem") + ") does not exist",
                        "line 3: server.timeout: \"-1s\" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds)",
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
    void oneNameForTwoFunctions_isRefused() throws Exception {
        assertEquals(
                List.of("line 7: functions[1].name: \"sayhi\" names two functions"),
                problemsOf(LEAST + "  - {name: sayhi, handler: h, codedir: code}\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "key, server.key: needs server.cert beside it",
        "cert, server.cert: needs server.key beside it",
        "ca, server.ca: needs server.key and server.cert beside it"
    })
    void tlsKeysWithoutTheOthers_areRefusedRatherThanServedAsPlaintext(String key, String problem) throws Exception {
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
    void noListOfFunctions_isRefused(String functions, String problem) throws Exception {
        assertEquals(
                List.of("line 3: functions: " + problem),
                problemsOf("server:\n  address: :1\nfunctions: " + functions + "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "BAETYL_SERVICE_INSTANCE_NAME, BAETYL_SERVICE_INSTANCE_ADDRESS",
        "OPENEDGE_SERVICE_INSTANCE_NAME, OPENEDGE_SERVICE_INSTANCE_ADDRESS",
        "OPENEDGE_SERVICE_NAME, OPENEDGE_SERVICE_ADDRESS"
    })
    void environmentOverridesTheFile(String name, String address) throws Exception {
        here.file("etc/baetyl/service.yml", "name: n\n" + LEAST);
        RuntimeConfig config = here.load(Map.of(name, "instance", address, "127.0.0.1:7"));
        assertEquals("instance", config.name());
        assertEquals(new ListenAddress("127.0.0.1", 7), config.server().address());
    }

    @Test
    void firstVariableThatIsNotEmpty_counts() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST);
        RuntimeConfig config = here.load(Map.of(
                "BAETYL_SERVICE_INSTANCE_NAME", "",
                "OPENEDGE_SERVICE_INSTANCE_NAME", "second",
                "OPENEDGE_SERVICE_NAME", "third",
                "BAETYL_SERVICE_INSTANCE_ADDRESS", ":1",
                "OPENEDGE_SERVICE_INSTANCE_ADDRESS", ":2"));
        assertEquals("second", config.name());
        assertEquals(1, config.server().address().port());
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
    void mergeKeysAndAliases_areFollowed() throws Exception {
        RuntimeConfig config = read("""
                server: {address: ":1"}
                functions:
                  - &first {name: a, handler: h, codedir: code}
                  - <<: *first
                    name: b
                """);
        assertEquals(
                List.of("a", "b"),
                config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals("h", config.functions().get(1).handler());
    }

    @Test
    void jsonInAYamlFile_isYaml() throws Exception {
        RuntimeConfig config = read("""
                {"server":{"address":":1","timeout":1000000000},
                "functions":[{"name":"a\\u0062","handler":"h","codedir":"code"}]}""");
        assertEquals("ab", config.functions().get(0).name());
        assertEquals(Duration.ofSeconds(1), config.server().timeout());
    }

    @Test
    void unknownKeysOfAllLevels_giveOneWarning() throws Exception {
        assertEquals(
                List.of("etc/baetyl/service.yml: unknown keys are ignored: hub, server.tls, functions[0].colour"),
                read(LEAST.replace("server:\n", "hub: {a: 1}\nserver:\n  tls: on\n") + "    colour: red\n")
                        .warnings());
    }

    @Test
    void manyUnknownKeys_areCounted() throws Exception {
        StringBuilder yaml = new StringBuilder(LEAST);
        for (int i = 0; i < 30; i++) {
            yaml.append("k").append(i).append(": 1\n");
        }
        String warning = read(yaml.toString()).warnings().get(0);
        assertTrue(warning.endsWith("k18, k19 and 10 more"), warning);
    }
}
