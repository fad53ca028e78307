package io.funclet.host.grpc;

import io.funclet.api.Payload;
import io.funclet.host.grpc.wire.RequestMessage;
import io.funclet.host.grpc.wire.ResponseMessage;
import io.funclet.host.grpc.wire.WireGeneration;
import io.grpc.Drainable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From bytes to a call, and from an answer to bytes, for each generation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {

    /** The generation: the name of its service. */
    @Param({"runtime.Runtime", "baetyl.Function", "faas.Function"})
    public String service;

    /** The size of the payload. */
    @Param({"100", "65536"})
    public int payloadBytes;

    private WireGeneration generation;
    private byte[] message;
    private WireGeneration.Parsed parsed;
    private Payload answer;
    private Frame frame;

    /**
     * Makes a request as a manager would.
     *
     * @throws IOException never
     */
    @Setup
    public void prepare() throws IOException {
        generation = Requests.generation(service);
        message = Requests.message(service, payloadBytes);
        parsed = generation.parse(message, null, null);
        answer = parsed.call().payload();
        frame = new Frame(2 * message.length);
    }

    /**
     * What arrives becomes a call.
     *
     * @return the call
     * @throws IOException never
     */
    @Benchmark
    public Object parse() throws IOException {
        RequestMessage requestMessage = RequestMessage.MARSHALLER.parse(new ByteArrayInputStream(message));
        return generation.parse(requestMessage.message(), null, null);
    }

    /**
     * What a function has answered becomes what is sent.
     *
     * @return the number of bytes
     * @throws IOException never
     */
    @Benchmark
    public int reply() throws IOException {
        try (InputStream stream = ResponseMessage.MARSHALLER.stream(new ResponseMessage(parsed, answer))) {
            return ((Drainable) stream).drainTo(frame.clear());
        }
    }
}
