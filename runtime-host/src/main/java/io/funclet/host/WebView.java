package io.funclet.host;

import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.control.ControlView;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.web.StatusSource;
import io.funclet.host.web.WebServer;
import java.util.List;
import java.util.logging.Logger;

/**
 * Read-only view of this process for the web. Separate from {@link ControlView}, so that a process without web loads no
 * class for it.
 */
record WebView(ControlView process) implements StatusSource {

    private static final Logger LOG = Logger.getLogger(WebView.class.getName());

    /** Serves metrics and status until it is closed. */
    static AutoCloseable open(
            ListeningSocket socket, ListenAddress address, EventLoops eventLoops, ControlView process) {
        WebServer server = new WebServer(socket, address, eventLoops, new WebView(process));
        LOG.info("metrics and status are at http://" + new ListenAddress(address.host(), socket.port()));
        return server;
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public List<FunctionStatus> functions() {
        return process.functions();
    }

    @Override
    public InvalidRequests rejected() {
        return process.router().rejected();
    }

    @Override
    public List<DirectoryStatus> directories() {
        return process.directories();
    }
}
