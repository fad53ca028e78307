package io.funclet.host.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderCheckTest {

    private final HostHeaderCheck loopback = HostHeaderCheck.of(ListenAddress.parse("127.0.0.1:0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:9090",
                "127.0.0.1",
                "127.0.0.1:9090",
                "127.1.2.3:1",
                "[::1]:9090",
                "[::1]"
            })
    void namesOfThisMachine_areAdmitted(String host) {
        assertTrue(loopback.admits(host));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9090",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "10.0.0.1",
                "localhost:9090:9090",
                "localhost:x",
                "[::2]",
                "a\nlocalhost"
            })
    void otherNames_areNotAdmitted_wherePagesFromElsewhereCouldAskByThem(String host) {
        assertFalse(loopback.admits(host));
    }

    @Test
    void configuredName_isAdmitted() {
        assertTrue(new HostHeaderCheck(true, "gateway.local").admits("Gateway.local:9090"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":9090", "0.0.0.0:9090", "[::]:9090"})
    void anyName_isAdmitted_whereANetworkListens(String address) {
        assertTrue(HostHeaderCheck.of(ListenAddress.parse(address)).admits("gateway.example:9090"));
    }
}
