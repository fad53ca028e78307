package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

    private static final String VARIABLE = FuncletVariable.HTTP.toString();

    private static Optional<ListenAddress> read(Map<String, String> environment) throws Exception {
        ConfigProblems problems = new ConfigProblems("environment");
        DeploymentConfig config = DeploymentConfig.read(new Environment(environment, problems));
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
}
