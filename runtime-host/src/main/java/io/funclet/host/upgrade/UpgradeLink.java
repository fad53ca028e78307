package io.funclet.host.upgrade;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What two versions tell each other, in lines: the old one {@code function NAME} for each of its functions, and
 * {@code start}; the new one {@code missing NAMES}, and {@code ready} or {@code failed REASON}; the old one {@code serve};
 * the new one {@code serving}; or the old one {@code give up} at any time. The end of a process is the end of the link. Later versions may add lines: unknown ones are
 * ignored. One thread reads, any thread writes.
 */
record UpgradeLink(SocketChannel channel, BufferedReader reader) implements Closeable {

    static final String FUNCTION = "function ";
    static final String START = "start";
    static final String MISSING = "missing ";
    static final String READY = "ready";
    static final String FAILED = "failed ";
    static final String GIVE_UP = "give up";
    static final String SERVE = "serve";
    static final String SERVING = "serving";

    static UpgradeLink over(SocketChannel channel) {
        return new UpgradeLink(channel, new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
    }

    /** Sends a line, in which other line breaks become blanks. */
    void send(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.replaceAll("\\R", " ") + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Waits for a line; {@code null} after the end. */
    String receive() throws IOException {
        return reader.readLine();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
