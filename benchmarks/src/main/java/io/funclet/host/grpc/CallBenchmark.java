package io.funclet.host.grpc;

import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.load.ConfigLoader;
import io.funclet.host.grpc.limit.InboundBufferLimit;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.wire.RequestMessage;
import io.funclet.host.grpc.wire.ResponseMessage;
import io.funclet.host.grpc.wire.WireGeneration;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One call through all that is the runtime's own: from the bytes of a request to the bytes of its answer, by an echo
 * function. Netty and the network are left out; of gRPC, what stands between its server call and our service is in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

    private static final String SERVICE = "baetyl.Function";

    /** {@code caller}: the function runs where the request arrives. {@code workers}: by one hop, as in the runtime. */
    @Param({"caller", "workers"})
    public String thread;

    /** Whether it is measured what calls cost, as it is where metrics are served. */
    @Param({"false", "true"})
    public boolean measured;

    /** The quotas of the function and of its tenant: none, those of the number of calls, or of their costs, too. */
    @Param({"none", "calls", "costs"})
    public String quotas;

    private final Metadata headers = new Metadata();
    private final InboundBufferLimit streams = new InboundBufferLimit(
            new EventLoops(1, NioIoHandler.newFactory()),
            new OutboundBufferLimit(
                    ServerConfig.DEFAULT_MAX_MESSAGE_BYTES, 1, Duration.ZERO, ServerConfig.DEFAULT_TIMEOUT),
            ServerConfig.DEFAULT_TIMEOUT,
            ServerConfig.DEFAULT_MAX_MESSAGE_BYTES);
    private ScheduledExecutorService timers;
    private CallExecutor callExecutor;
    private ServerCallHandler<RequestMessage, ResponseMessage> handler;
    private byte[] message;
    private Frame frame;

    /** Puts router, invoker and service together as the runtime does, with one function published. */
    @Setup
    public void start() {
        putHeaders();
        timers = Executors.newSingleThreadScheduledExecutor();
        callExecutor = new CallExecutor(LaunchProfile.DEFAULT_CALL_THREADS, () -> 0);
        Executor executor = thread.equals("caller") ? Runnable::run : callExecutor;
        RuntimeConfig runtime = configuration();
        ServerConfig config = runtime.server();
        Router router = Router.of(runtime, executor, callExecutor::allow, measured);
        router.endpoint(Requests.FUNCTION)
                .publish(new FunctionVersion(
                        (event, context) -> event,
                        getClass().getClassLoader(),
                        "1.0.0",
                        EventLoopUse.NEVER,
                        RequestedLimits.NONE));
        WireGeneration generation = Requests.generation(SERVICE);
        handler = handlerOf(
                new FunctionService(
                        generation,
                        new Invoker(router, timers, config, () -> {}, false),
                        ServerConfig.DEFAULT_MAX_MESSAGE_BYTES,
                        null),
                generation);
        message = Requests.message(SERVICE, 100);
        frame = new Frame(2 * message.length);
    }

    /** What a client in Go sends. */
    private void putHeaders() {
        String[] sent = {
            "content-type",
            "application/grpc",
            "te",
            "trailers",
            "user-agent",
            "grpc-go/1.25.1",
            "grpc-accept-encoding",
            "gzip"
        };
        for (int i = 0; i < sent.length; i += 2) {
            headers.put(Metadata.Key.of(sent[i], Metadata.ASCII_STRING_MARSHALLER), sent[i + 1]);
        }
    }

    /** One of a tenant with one function, whose quotas no load of this benchmark reaches. */
    private RuntimeConfig configuration() {
        String limits = switch (quotas) {
            case "none" -> "";
            case "calls" -> "concurrent: 1000, rate: 2000000000";
            default -> "concurrent: 1000, rate: 2000000000, payload: 2047m, allocation: 2047m, cpu: 90000%";
        };
        String each = limits.isEmpty() ? "" : ", quotas: {hard: {" + limits + "}}";
        String yaml = "server: {address: \"127.0.0.1:0\"}\ntenants: [{name: one, directory: ." + each + "}]\n"
                + "functions: [{name: " + Requests.FUNCTION + ", handler: echo, codedir: ." + each + "}]\n";
        try {
            Path file = Files.createTempFile("call-benchmark", ".yml");
            try {
                Files.writeString(file, yaml);
                return ConfigLoader.load(Optional.of(file.toString()), Map.of(), file.getParent());
            } finally {
                Files.delete(file);
            }
        } catch (IOException | InvalidConfigException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @SuppressWarnings("unchecked") // The service has one method, of these types.
    private static ServerCallHandler<RequestMessage, ResponseMessage> handlerOf(
            FunctionService service, WireGeneration generation) {
        return (ServerCallHandler<RequestMessage, ResponseMessage>)
                service.definition().getMethod(generation.fullMethodName()).getServerCallHandler();
    }

    /** Ends the threads. */
    @TearDown
    public void stop() {
        callExecutor.close();
        timers.shutdownNow();
    }

    /**
     * One call, until its answer's bytes are there.
     *
     * @return the number of bytes of the answer
     * @throws InterruptedException if the benchmark is broken off
     * @throws IOException if there was no answer
     */
    @Benchmark
    public int call() throws InterruptedException, IOException {
        AwaitedCall call = new AwaitedCall();
        // As of a stream of a connection.
        Context stream = streams.newServerStreamTracer("", headers).filterContext(Context.ROOT);
        Context before = stream.attach();
        try {
            ServerCall.Listener<RequestMessage> listener = handler.startCall(call, headers);
            listener.onMessage(RequestMessage.MARSHALLER.parse(new ByteArrayInputStream(message)));
            listener.onHalfClose();
        } finally {
            stream.detach(before);
        }
        return call.drainTo(frame.clear());
    }

    byte[] request() {
        return message.clone();
    }

    byte[] answer() {
        return frame.content();
    }
}
