package io.funclet.benchmarks.server;

import io.funclet.proto.baetyl.FunctionGrpc;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * An echo function as a plain grpc-java server: the generated stub, and nothing set that people do not usually set.
 *
 * <p>The loopback address is the one thing that differs from the tutorials: nothing here listens to the network.
 */
public final class BareServer {

    /** Who runs the calls. */
    enum Executor {
        /** What grpc-java does by itself: a cached pool of threads. */
        DEFAULT,
        /** The event loop itself, which must then never block. */
        DIRECT
    }

    private BareServer() {}

    /**
     * Serves until the process is killed.
     *
     * @param arguments {@code default} or {@code direct}, and the port
     * @throws IOException if the port cannot be opened
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: BareServer default|direct PORT");
        }
        Executor executor = switch (arguments[0]) {
            case "default" -> Executor.DEFAULT;
            case "direct" -> Executor.DIRECT;
            default -> throw new IllegalArgumentException(arguments[0] + " is neither default nor direct");
        };
        start(executor, Integer.parseInt(arguments[1])).awaitTermination();
    }

    /** Starts on the loopback address; port 0 lets the system choose. */
    static Server start(Executor executor, int port) throws IOException {
        ServerBuilder<?> builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
        if (executor == Executor.DIRECT) {
            builder.directExecutor();
        }
        return builder.addService(new Echo()).build().start();
    }

    private static final class Echo extends FunctionGrpc.FunctionImplBase {

        @Override
        public void call(FunctionMessage request, StreamObserver<FunctionMessage> observer) {
            // What a server with a function would do: the payload goes out of the message, and comes back into one.
            observer.onNext(request.toBuilder().setPayload(request.getPayload()).build());
            observer.onCompleted();
        }
    }
}
