package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tool learns that knows nothing of the services, in both versions of the protocol. */
class ReflectionTest extends ServedChannel {

    private static final Set<String> SERVICES = Set.of(
            "runtime.Runtime",
            "openedge.Function",
            "baetyl.Function",
            "faas.Function",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection");

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1alpha"})
    void allServices_areListed(String version) throws Exception {
        start();

        ServerReflectionResponse response = ask(
                version,
                ServerReflectionRequest.newBuilder().setListServices("*").build());

        assertEquals(
                SERVICES,
                response.getListServicesResponse().getServiceList().stream()
                        .map(ServiceResponse::getName)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({
        "runtime.Runtime, openedge_runtime.proto, Message",
        "openedge.Function, openedge_function.proto, FunctionMessage",
        "baetyl.Function, baetyl_function.proto, FunctionMessage",
        "faas.Function, baetyl_faas.proto, Message"
    })
    void serviceOfAGeneration_isDescribedByItsFile(String service, String file, String message) throws Exception {
        start();

        ServerReflectionResponse response = ask(
                "v1",
                ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(service)
                        .build());

        ByteString bytes = response.getFileDescriptorResponse().getFileDescriptorProto(0);
        FileDescriptorProto described = FileDescriptorProto.parseFrom(bytes);
        assertEquals(file, described.getName());
        assertEquals(message, described.getMessageType(0).getName());
        assertEquals(
                service, described.getPackage() + "." + described.getService(0).getName());
        assertEquals(
                bytes,
                ask(
                                "v1",
                                ServerReflectionRequest.newBuilder()
                                        .setFileByFilename(file)
                                        .build())
                        .getFileDescriptorResponse()
                        .getFileDescriptorProto(0));
    }

    @Test
    void reflectionThatIsOff_isNotThere() throws Exception {
        ConnectionLimits on = DefaultLimits.LIMITS;
        start(new ConnectionLimits(
                on.maxConnections(),
                on.maxCallsPerConnection(),
                on.maxMetadataBytes(),
                on.maxUnfinishedBytes(),
                on.maxUnreadBytes(),
                on.maxResets(),
                on.handshakeTimeout(),
                on.idleTimeout(),
                on.maxAge(),
                on.keepAliveInterval(),
                on.minPingInterval(),
                false,
                true));

        ExecutionException rejected = Assertions.assertThrows(
                ExecutionException.class,
                () -> ask(
                        "v1",
                        ServerReflectionRequest.newBuilder().setListServices("").build()));

        assertEquals(
                Code.UNIMPLEMENTED, Status.fromThrowable(rejected.getCause()).getCode());
    }

    /** The messages of both versions are the same on the wire. */
    private ServerReflectionResponse ask(String version, ServerReflectionRequest question) throws Exception {
        MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method = MethodDescriptor.newBuilder(
                        ProtoUtils.marshaller(ServerReflectionRequest.getDefaultInstance()),
                        ProtoUtils.marshaller(ServerReflectionResponse.getDefaultInstance()))
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName("grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo")
                .build();
        CompletableFuture<ServerReflectionResponse> received = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> questions = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        received.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        received.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        received.completeExceptionally(new AssertionError("no response"));
                    }
                });
        questions.onNext(question);
        ServerReflectionResponse result = received.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        questions.onCompleted();
        return result;
    }
}
