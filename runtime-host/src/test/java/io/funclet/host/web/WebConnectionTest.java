package io.funclet.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebConnectionTest {

    private final Logger logger = Logger.getLogger(WebConnection.class.getName());
    private final List<Throwable> logged = new ArrayList<>();
    private final Handler handler = new StreamHandler() {
        @Override
        public synchronized void publish(LogRecord event) {
            logged.add(event.getThrown());
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static EmbeddedChannel connection(CallSite site) {
        return new EmbeddedChannel(new WebConnection(null, site, 1, Runnable::run, new OpenConnections(1)));
    }

    @Test
    void defect_closesTheConnection_andIsLogged() {
        StackOverflowError defect = new StackOverflowError("of a test");
        EmbeddedChannel connection = connection(new CallSite() {
            @Override
            public boolean handles(HttpRequest request) {
                throw defect;
            }

            @Override
            public Exchange begin(HttpRequest request, ResponseChannel answers) {
                return null;
            }

            @Override
            public void reject() {}
        });
        connection.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/functions/f"));

        assertFalse(connection.isOpen());
        assertEquals(List.of(defect), logged);
    }

    @Test
    void clientThatDisconnects_isNoNews() {
        EmbeddedChannel connection = connection(null);
        connection.pipeline().fireExceptionCaught(new SocketException("Connection reset"));

        assertFalse(connection.isOpen());
        assertEquals(List.of(), logged);
    }
}
