package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server of gRPC's own, which answers with a text of the message that it got. */
public abstract class AnsweringServer {

    public Server server;

    volatile ByteString answer;

    @BeforeEach
    void startServer() throws IOException {
        startServer(0);
    }

    public void startServer(int port) throws IOException {
        server = NettyServerBuilder.forAddress(loopback(port), InsecureServerCredentials.create())
                .addService(runtime())
                .addService(openedge())
                .addService(baetyl())
                .addService(faas())
                .build()
                .start();
    }

    @AfterEach
    public void stopServer() throws InterruptedException {
        server.shutdownNow();
        assertTrue(server.awaitTermination(10, TimeUnit.SECONDS));
    }

    static String[] append(String[] head, String... tail) {
        return Stream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray(String[]::new);
    }

    Captured call(String... args) {
        String[] all = append(append(new String[] {"call"}, args), "--address", "127.0.0.1:" + server.getPort());
        return Captured.run(all);
    }

    public static SocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    ByteString reply(String fields, ByteString payload) {
        return answer == null ? ByteString.copyFromUtf8(fields + " " + payload.toStringUtf8()) : answer;
    }

    static <M> void finish(StreamObserver<M> out, M message) {
        out.onNext(message);
        out.onCompleted();
    }

    BindableService runtime() {
        return new io.funclet.proto.openedge.runtime.RuntimeGrpc.RuntimeImplBase() {
            @Override
            public void handle(
                    io.funclet.proto.openedge.runtime.Message m,
                    StreamObserver<io.funclet.proto.openedge.runtime.Message> out) {
                String fields = "G1 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    BindableService openedge() {
        return new io.funclet.proto.openedge.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(
                    io.funclet.proto.openedge.FunctionMessage m,
                    StreamObserver<io.funclet.proto.openedge.FunctionMessage> out) {
                String fields = "G2 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic() + " id=" + Long.toUnsignedString(m.getID()) + " at=" + m.getTimestamp();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    BindableService baetyl() {
        return new io.funclet.proto.baetyl.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(
                    io.funclet.proto.baetyl.FunctionMessage m,
                    StreamObserver<io.funclet.proto.baetyl.FunctionMessage> out) {
                if (m.getFunctionName().equals("hang")) {
                    return;
                }
                if (m.getFunctionName().equals("fail")) {
                    out.onError(Status.NOT_FOUND
                            .withDescription(m.getPayload().toStringUtf8())
                            .asException());
                    return;
                }
                String fields = "G3 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic() + " id=" + Long.toUnsignedString(m.getID()) + " at=" + m.getTimestamp();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    BindableService faas() {
        return new io.funclet.proto.faas.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(io.funclet.proto.faas.Message m, StreamObserver<io.funclet.proto.faas.Message> out) {
                String fields = "G4 id=" + m.getID() + " " + new java.util.TreeMap<>(m.getMetadataMap());
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }
}
