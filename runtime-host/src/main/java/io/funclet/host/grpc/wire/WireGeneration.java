package io.funclet.host.grpc.wire;

import com.google.protobuf.WireFormat;
import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.TraceContext;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The four generations of the protocol (contract, section 1): their methods, and the fields of their messages.
 *
 * <p>Messages are not parsed into generated classes: the payload is not copied, and the response repeats all other
 * bytes of the request, also unknown fields.
 */
public enum WireGeneration {
    OPENEDGE_RUNTIME(Protocol.OPENEDGE_RUNTIME, "runtime.Runtime", "Handle", new Fields(0, 1, 2, 3, 0, 11, 12, 0)),
    OPENEDGE_FUNCTION(Protocol.OPENEDGE_FUNCTION, "openedge.Function", "Call", new Fields(1, 2, 3, 4, 10, 11, 12, 0)),
    BAETYL_FUNCTION(Protocol.BAETYL_FUNCTION, "baetyl.Function", "Call", new Fields(1, 2, 3, 4, 10, 11, 12, 0)),
    BAETYL_FAAS(Protocol.BAETYL_FAAS, "faas.Function", "Call", new Fields(1, 0, 0, 3, 0, 0, 0, 2));

    /** Field numbers, then tags; 0 where the generation has no such field. No field on the wire has number 0. */
    private record Fields(
            int id, int qos, int topic, int payload, int timestamp, int functionName, int invokeId, int metadata) {

        Fields {
            id = tag(id, WireFormat.WIRETYPE_VARINT);
            qos = tag(qos, WireFormat.WIRETYPE_VARINT);
            topic = tag(topic, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            payload = tag(payload, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            timestamp = tag(timestamp, WireFormat.WIRETYPE_VARINT);
            functionName = tag(functionName, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            invokeId = tag(invokeId, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            metadata = tag(metadata, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        }

        private static int tag(int number, int type) {
            return number == 0 ? 0 : number << 3 | type;
        }
    }

    /** The values that MQTT has: an object for each call less. */
    private static final OptionalInt[] QOS = {OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(2)};

    /** In the headers of all generations, and in the metadata of a message. */
    public static final String TENANT = "funclet-tenant";

    private final Protocol protocol;
    private final String service;
    private final String method;
    private final Fields tags;

    WireGeneration(Protocol protocol, String service, String method, Fields tags) {
        this.protocol = protocol;
        this.service = service;
        this.method = method;
        this.tags = tags;
    }

    public Protocol protocol() {
        return protocol;
    }

    public String service() {
        return service;
    }

    public String fullMethodName() {
        return MethodDescriptor.generateFullMethodName(service, method);
    }

    /** A request, and the range of its payload field; empty where the request has none and the response inserts it. */
    public record Parsed(Call call, byte[] message, int payloadTag, int payloadFrom, int payloadTo) {}

    /**
     * Reads a request. The payload is a range of the array. Without a trace from the headers, the message may have one.
     *
     * @param tenant as the headers say; empty if the message may say it; {@code null} without tenants
     * @throws IOException if the bytes are not a message of this generation
     */
    public Parsed parse(byte[] message, TraceContext sentTrace, String tenant) throws IOException {
        WireReader in = new WireReader(message);
        long id = 0;
        long timestamp = 0;
        OptionalInt qos = tags.qos == 0 ? OptionalInt.empty() : QOS[0];
        String topic = "";
        String functionName = "";
        String invokeId = "";
        Map<String, String> metadata = tags.metadata == 0 ? null : new LinkedHashMap<>();
        Payload payload = Payload.empty();
        int payloadFrom = -1;
        int payloadTo = -1;
        boolean repeated = false;
        for (int start = 0, tag = in.readTag(); tag != 0; start = in.position(), tag = in.readTag()) {
            if (tag == tags.payload) {
                repeated = payloadFrom >= 0;
                int length = in.readLength();
                int at = in.position();
                in.skipBytes(length);
                payload = Payload.of(ByteBuffer.wrap(message, at, length));
                payloadFrom = start;
                payloadTo = at + length;
            } else if (tag == tags.id) {
                id = in.readVarint();
            } else if (tag == tags.qos) {
                qos = qos((int) in.readVarint());
            } else if (tag == tags.topic) {
                topic = in.readText();
            } else if (tag == tags.timestamp) {
                timestamp = in.readSigned();
            } else if (tag == tags.functionName) {
                functionName = in.readText();
            } else if (tag == tags.invokeId) {
                invokeId = in.readText();
            } else if (tag == tags.metadata) {
                readEntry(in, metadata);
            } else {
                in.skip(tag);
            }
        }
        if (repeated) {
            // The last payload counts, as in protobuf, and the response has one only.
            return parse(withOnly(payloadFrom, message), sentTrace, tenant);
        }
        TraceContext trace = sentTrace;
        String meant = tenant == null ? "" : tenant;
        if (metadata != null) {
            if (trace == null) {
                trace = TraceContext.of(metadata.get("traceparent"), metadata.get("tracestate"));
            }
            functionName = metadata.getOrDefault("functionName", "");
            if (tenant != null && tenant.isEmpty()) {
                meant = metadata.getOrDefault(TENANT, "");
            }
            invokeId = metadata.getOrDefault("invokeId", metadata.getOrDefault("invokeid", ""));
            topic = metadata.getOrDefault("messageTopic", "");
            long sentQos = number(metadata.get("messageQOS"));
            qos = sentQos >= 0 && sentQos <= 2 ? qos((int) sentQos) : OptionalInt.empty();
            timestamp = Math.max(0, number(metadata.get("messageTimestamp")));
        }
        if (payloadFrom < 0) {
            payloadFrom = message.length;
            payloadTo = message.length;
        }
        Call call =
                new Call(protocol, functionName, payload, id, qos, topic, timestamp, invokeId, metadata, meant, trace);
        return new Parsed(call, message, tags.payload, payloadFrom, payloadTo);
    }

    private static OptionalInt qos(int value) {
        return value >= 0 && value < QOS.length ? QOS[value] : OptionalInt.of(value);
    }

    private static void readEntry(WireReader in, Map<String, String> metadata) throws IOException {
        int end = in.enter();
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> key = in.readText();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> value = in.readText();
                default -> in.skip(tag);
            }
        }
        in.leave(end);
        metadata.put(key, value);
    }

    /** The message without its other payload fields. One pass, because two million of them fit into the usual limit. */
    private byte[] withOnly(int last, byte[] message) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(message.length);
        WireReader in = new WireReader(message);
        for (int start = 0, tag = in.readTag(); tag != 0; start = in.position(), tag = in.readTag()) {
            in.skip(tag);
            if (tag != tags.payload || start == last) {
                kept.write(message, start, in.position() - start);
            }
        }
        return kept.toByteArray();
    }

    /** The number in a metadata value; -1 if there is none. */
    private static long number(String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
