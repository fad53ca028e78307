package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireBenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"runtime.Runtime", "baetyl.Function", "faas.Function"})
    void theReplyToAnEchoIsAsLongAsItsRequest(String service) throws Exception {
        WireBenchmark benchmark = new WireBenchmark();
        benchmark.service = service;
        benchmark.payloadBytes = 100;
        benchmark.prepare();
        assertNotNull(benchmark.parse());
        assertEquals(Requests.message(service, 100).length, benchmark.reply());
    }
}
