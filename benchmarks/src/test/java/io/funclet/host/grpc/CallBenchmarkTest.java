package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured does what it is said to do. Nothing is timed. */
class CallBenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"caller", "workers"})
    void aCallIsAnsweredByItsOwnBytes(String thread) throws Exception {
        CallBenchmark benchmark = new CallBenchmark();
        benchmark.thread = thread;
        benchmark.start();
        try {
            assertEquals(benchmark.request().length, benchmark.call());
            assertArrayEquals(benchmark.request(), benchmark.answer());
        } finally {
            benchmark.stop();
        }
    }
}
