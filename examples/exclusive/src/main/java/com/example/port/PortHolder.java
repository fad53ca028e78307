package com.example.port;

import io.funclet.api.CallContext;
import io.funclet.api.ExclusiveFunction;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Holds a port that only one version can have. Calls wait while an update hands it over. */
@Component
@FunctionName("port")
@ExclusiveFunction
public final class PortHolder implements FunctionHandler {

    private final ServerSocket device;

    @Activate
    public PortHolder() throws IOException {
        device = new ServerSocket(Integer.getInteger("example.port", 0), 1, InetAddress.getLoopbackAddress());
    }

    @Deactivate
    void close() throws IOException {
        device.close();
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(context.functionVersion() + " has port " + device.getLocalPort());
    }
}
