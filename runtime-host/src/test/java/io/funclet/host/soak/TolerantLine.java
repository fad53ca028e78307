package io.funclet.host.soak;

import io.funclet.host.soak.probe.Probe;
import io.grpc.StatusRuntimeException;

/**
 * A line on which a failure that a version means is an answer. Any other is a lost call.
 *
 * @param mark stands in the answer in place of a version
 * @param meant is run for each such failure
 */
public record TolerantLine(Traffic.Line calls, String mark, Runnable meant) implements Traffic.Line {

    @Override
    public byte[] call(byte[] event) {
        try {
            return calls.call(event);
        } catch (StatusRuntimeException failure) {
            if (!failure.getMessage().contains(Probe.PURPOSE)) {
                throw failure;
            }
            meant.run();
            return Probe.marked(event, mark);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
