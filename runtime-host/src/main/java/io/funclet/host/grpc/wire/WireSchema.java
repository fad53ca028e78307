package io.funclet.host.grpc.wire;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;

/** Describes a service for reflection. Only this loads the generated classes; calls do not need them. */
public record WireSchema(WireGeneration generation) implements ProtoServiceDescriptorSupplier {

    @Override
    public FileDescriptor getFileDescriptor() {
        return switch (generation) {
            case OPENEDGE_RUNTIME -> io.funclet.proto.openedge.runtime.OpenedgeRuntimeProto.getDescriptor();
            case OPENEDGE_FUNCTION -> io.funclet.proto.openedge.OpenedgeFunctionProto.getDescriptor();
            case BAETYL_FUNCTION -> io.funclet.proto.baetyl.BaetylFunctionProto.getDescriptor();
            case BAETYL_FAAS -> io.funclet.proto.faas.BaetylFaasProto.getDescriptor();
        };
    }

    @Override
    public ServiceDescriptor getServiceDescriptor() {
        return getFileDescriptor().getServices().get(0);
    }
}
