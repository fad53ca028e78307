package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured does what it is said to do. Nothing is timed. */
class CallBenchmarkTest {

    @ParameterizedTest
    @CsvSource({"caller, false, none", "workers, false, costs", "caller, true, costs", "workers, true, calls"})
    void aCallIsAnsweredByItsOwnBytes(String thread, boolean measured, String quotas) throws Exception {
        CallBenchmark benchmark = new CallBenchmark();
        benchmark.thread = thread;
        benchmark.measured = measured;
        benchmark.quotas = quotas;
        benchmark.start();
        try {
            assertEquals(benchmark.request().length, benchmark.call());
            assertArrayEquals(benchmark.request(), benchmark.answer());
        } finally {
            benchmark.stop();
        }
    }
}
