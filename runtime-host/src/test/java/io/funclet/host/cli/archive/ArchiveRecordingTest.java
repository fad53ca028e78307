package io.funclet.host.cli.archive;

import io.funclet.host.cli.AnsweringServer;
import io.funclet.host.cli.client.Connection;
import io.funclet.host.config.ListenAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ArchiveRecordingTest extends AnsweringServer {

    /** So does a runtime that a client has kept waiting, on a machine that is busy. */
    @Test
    void connectionThatIsEndedBeforeItIsUsed_isMadeAgain() throws Exception {
        int port = server.getPort();
        stopServer();
        ServerSocket impatient = new ServerSocket();
        impatient.setReuseAddress(true);
        impatient.bind(loopback(port));
        Thread ending = new Thread(() -> {
            try (impatient;
                    Socket connection = impatient.accept()) {
                connection.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            startAgain(port);
        });
        ending.start();
        try (Connection connection = Connection.plaintext(new ListenAddress("127.0.0.1", port))) {
            ArchiveRecording.callAll(connection);
        }
        ending.join();
    }

    private void startAgain(int port) {
        try {
            startServer(port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
