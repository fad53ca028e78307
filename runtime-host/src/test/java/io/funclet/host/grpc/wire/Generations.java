package io.funclet.host.grpc.wire;

import com.google.protobuf.Message;
import java.util.Map;

/** The classes that protoc generated, by generation: the other implementation to compare with. */
final class Generations {

    private static final Map<WireGeneration, Message> MESSAGES = Map.of(
            WireGeneration.OPENEDGE_RUNTIME, io.funclet.proto.openedge.runtime.Message.getDefaultInstance(),
            WireGeneration.OPENEDGE_FUNCTION, io.funclet.proto.openedge.FunctionMessage.getDefaultInstance(),
            WireGeneration.BAETYL_FUNCTION, io.funclet.proto.baetyl.FunctionMessage.getDefaultInstance(),
            WireGeneration.BAETYL_FAAS, io.funclet.proto.faas.Message.getDefaultInstance());

    private Generations() {}

    static Message messageOf(WireGeneration generation) {
        return MESSAGES.get(generation);
    }

    static int payloadNumber(WireGeneration generation) {
        return messageOf(generation)
                .getDescriptorForType()
                .findFieldByName("Payload")
                .getNumber();
    }
}
