package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

    private static final String VARIABLE = FuncletVariable.HTTP.toString();

    private static Optional<ListenAddress> read(Map<String, String> environment) throws Exception {
        return config(environment).map(HttpConfig::address);
    }

    private static Optional<HttpConfig> config(Map<String, String> environment) throws Exception {
        ConfigProblems problems = new ConfigProblems("environment");
        DeploymentConfig config = DeploymentConfig.read(new Environment(environment, problems), Optional.empty());
        InvalidConfigException.throwIfAny(problems, null);
        return config.http();
    }

    @Test
    void nothing_isServedUnlessTold() throws Exception {
        assertEquals(Optional.empty(), read(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "off"})
    void nothing_isServedIfToldSo(String value) throws Exception {
        assertEquals(Optional.empty(), read(Map.of(VARIABLE, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "9090, 127.0.0.1:9090",
        "' 9090 ', 127.0.0.1:9090",
        ":9090, :9090",
        "0.0.0.0:9090, 0.0.0.0:9090",
        "'[::1]:9090', '[::1]:9090'"
    })
    void loopback_isMeantUnlessAnotherAddressIsNamed(String value, String address) throws Exception {
        assertEquals(address, read(Map.of(VARIABLE, value)).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "99999", "http://localhost:9090", "localhost", ":http"})
    void whatIsNoAddress_isRejected(String value) {
        String message = assertThrows(InvalidConfigException.class, () -> read(Map.of(VARIABLE, value)))
                .getMessage();
        assertTrue(message.contains("FUNCLET_HTTP: \"") && message.contains(value), message);
    }

    @Test
    void calls_needAnAddress_andTheirOwnSwitch() throws Exception {
        assertFalse(config(Map.of(VARIABLE, "9090")).orElseThrow().calls());
        assertTrue(config(Map.of(VARIABLE, "9090", "FUNCLET_HTTP_CALLS", "on"))
                .orElseThrow()
                .calls());
        String message = assertThrows(InvalidConfigException.class, () -> config(Map.of("FUNCLET_HTTP_CALLS", "on")))
                .getMessage();
        assertTrue(message.contains("FUNCLET_HTTP_CALLS: \"on\" needs an address"), message);
    }

    @Test
    void origins_areAList() throws Exception {
        String two = " https://a.example,  http://localhost:3000 ";
        assertEquals(
                Set.of("https://a.example", "http://localhost:3000"),
                config(Map.of(VARIABLE, "9090", "FUNCLET_HTTP_ORIGINS", two))
                        .orElseThrow()
                        .origins());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "a.example", "https://a.example/", "https://A.example", "https://a:b"})
    void whatIsNoOrigin_isRejected(String value) {
        String message = assertThrows(
                        InvalidConfigException.class,
                        () -> config(Map.of(VARIABLE, "9090", "FUNCLET_HTTP_ORIGINS", value)))
                .getMessage();
        assertTrue(message.contains("FUNCLET_HTTP_ORIGINS: "), message);
    }
}
