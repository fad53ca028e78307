package io.funclet.host.it.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.funclet.proto.baetyl.FunctionMessage;

/** The four wire generations (contract, section 1), so that a test can be the same in each. */
public enum Generation {
    G1("runtime.Runtime/Handle", io.funclet.proto.openedge.runtime.Message.getDefaultInstance()),
    G2("openedge.Function/Call", io.funclet.proto.openedge.FunctionMessage.getDefaultInstance()),
    G3("baetyl.Function/Call", FunctionMessage.getDefaultInstance()),
    G4("faas.Function/Call", io.funclet.proto.faas.Message.getDefaultInstance());

    private final String method;
    private final Message prototype;

    Generation(String method, Message prototype) {
        this.method = method;
        this.prototype = prototype;
    }

    /** As in {@code package.Service/Method}. */
    public String method() {
        return method;
    }

    /** A request that has no more than a function's name, if it is not empty, and a payload. */
    public Message request(String function, ByteString payload) {
        if (this == G4) {
            io.funclet.proto.faas.Message.Builder message = io.funclet.proto.faas.Message.newBuilder();
            if (!function.isEmpty()) {
                message.putMetadata("functionName", function);
            }
            return message.setPayload(payload).build();
        }
        return prototype
                .newBuilderForType()
                .setField(field("FunctionName"), function)
                .setField(field("Payload"), payload)
                .build();
    }

    public Message parse(byte[] answer) {
        try {
            return prototype.getParserForType().parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not an answer of " + this, e);
        }
    }

    public ByteString payload(Message message) {
        return (ByteString) message.getField(field("Payload"));
    }

    public Message withPayload(Message message, ByteString payload) {
        return message.toBuilder().setField(field("Payload"), payload).build();
    }

    public int payloadFieldNumber() {
        return field("Payload").getNumber();
    }

    private FieldDescriptor field(String name) {
        return prototype.getDescriptorForType().findFieldByName(name);
    }
}
