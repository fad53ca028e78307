package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.BaetylConfigs;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionConfigs;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaetylConfigTest extends BaetylConfigs {

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
                List.of(FunctionConfigs.of("sayhi", "sayhi.handler", directory.resolve("code"), Map.of())),
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
                        FunctionConfigs.of("b", "h", directory.resolve("other"), Map.of("K", "v")),
                        FunctionConfigs.of("a", "h", directory.resolve("code"), Map.of())),
                config.functions());
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
}
