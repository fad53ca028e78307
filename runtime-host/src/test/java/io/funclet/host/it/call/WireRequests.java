package io.funclet.host.it.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Functions that tell what they get, and requests that have all the fields of their generation. */
final class WireRequests {

    private WireRequests() {}

    static final long TIMESTAMP = 1_577_808_000L;

    /** Tells all that a function sees of its call. */
    static final String CONTEXT_HANDLER = """
            return Payload.of(String.join("\\n",
                    "protocol=" + context.protocol(),
                    "functionName=" + context.functionName(),
                    "functionVersion=" + context.functionVersion(),
                    "invokeId=" + context.invokeId(),
                    "messageId=" + Long.toUnsignedString(context.messageId()),
                    "qos=" + context.qos(),
                    "topic=" + context.topic(),
                    "timestamp=" + context.timestamp(),
                    "metadata=" + new TreeMap<>(context.metadata()),
                    "isCancelled=" + context.isCancelled(),
                    "env=" + context.env(),
                    "hasTime=" + (context.remaining().toMillis() > 0 && context.remaining().toMillis() <= 30_000)));
            """;

    /** Serves them, and the samples. The first one is the default of the fourth generation. */
    static RuntimeExtension served() {
        return RuntimeExtension.of(Map.of("code", List.of("context", "echo", "sayhi", "upper", "empty", "nothing")))
                .before(site -> {
                    site.deploy(
                            FunctionJar.bundle("it.wire")
                                    .version("1.2.3")
                                    .function("context", CONTEXT_HANDLER)
                                    .function("upper", "return Payload.of(event.text().toUpperCase(Locale.ROOT));")
                                    .function("empty", "return Payload.empty();")
                                    .function("nothing", "return null;"),
                            "code",
                            "wire.jar");
                    try (Stream<Path> samples =
                            Files.list(RuntimeProcess.distribution().resolve("samples"))) {
                        for (Path sample : samples.toList()) {
                            Files.copy(sample, site.code("code").resolve(sample.getFileName()));
                        }
                    }
                });
    }

    static String payload(Callers callers, Generation generation, String function, String event) {
        byte[] request = complete(generation, function, event).toByteArray();
        return generation
                .payload(generation.parse(callers.raw(generation.method(), request)))
                .toStringUtf8();
    }

    /** A request with all the fields that its generation has. */
    static Message complete(Generation generation, String function, String event) {
        return switch (generation) {
            case G1 ->
                io.funclet.proto.openedge.runtime.Message.newBuilder()
                        .setQOS(1)
                        .setTopic("a/b")
                        .setPayload(utf8(event))
                        .setFunctionName(function)
                        .setFunctionInvokeID("invoke-1")
                        .build();
            case G2 ->
                io.funclet.proto.openedge.FunctionMessage.newBuilder()
                        .setID(-1)
                        .setQOS(1)
                        .setTopic("a/b")
                        .setPayload(utf8(event))
                        .setTimestamp(TIMESTAMP)
                        .setFunctionName(function)
                        .setFunctionInvokeID("invoke-1")
                        .build();
            case G3 ->
                io.funclet.proto.baetyl.FunctionMessage.newBuilder()
                        .setID(-1)
                        .setQOS(1)
                        .setTopic("a/b")
                        .setPayload(utf8(event))
                        .setTimestamp(TIMESTAMP)
                        .setFunctionName(function)
                        .setFunctionInvokeID("invoke-1")
                        .build();
            case G4 ->
                io.funclet.proto.faas.Message.newBuilder()
                        .setID(-1)
                        .putMetadata("functionName", function)
                        .putMetadata("serviceName", "service-1")
                        .putMetadata("invokeId", "invoke-1")
                        .putMetadata("messageQOS", "1")
                        .putMetadata("messageTopic", "a/b")
                        .putMetadata("messageTimestamp", Long.toString(TIMESTAMP))
                        .setPayload(utf8(event))
                        .build();
        };
    }

    static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }

    static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
