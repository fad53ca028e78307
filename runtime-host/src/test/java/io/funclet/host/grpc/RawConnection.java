package io.funclet.host.grpc;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that sends what it likes, frame by frame (RFC 9113, section 4.1), and takes in whatever comes. */
public final class RawConnection implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;

    /** Of settings, and of pings. */
    public static final int ACKNOWLEDGEMENT = 1;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What ended calls, in the order in which it came. */
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    /** A permit for each response: frames of headers, of which a rejected call gets one. */
    private final Semaphore responses = new Semaphore(0);

    /** A permit for each time that the server has asked whether this client is there. */
    private final Semaphore pings = new Semaphore(0);

    /** A permit for each time that it has said that it is there itself. */
    private final Semaphore pongs = new Semaphore(0);

    /** The error of the server's last farewell; -1 for none. */
    private volatile int goAway = -1;

    private volatile boolean reset;

    /** Connects, and says nothing. */
    public RawConnection(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private RawConnection(Socket connected) throws IOException {
        socket = connected;
        out = socket.getOutputStream();
        Thread reader = new Thread(this::takeIn, "raw connection");
        reader.setDaemon(true);
        reader.start();
    }

    /** Connects, and begins to speak HTTP/2, whether or not a server listens. */
    public static RawConnection speaking(int port) throws IOException {
        return speaking(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The same on a connection that there is already, such as one within TLS. */
    public static RawConnection speaking(Socket connected) throws IOException {
        RawConnection connection = new RawConnection(connected);
        try {
            connection.send(PREFACE);
            connection.frame(SETTINGS, 0, 0);
        } catch (SocketException closed) {
            // Accepted and closed before the first word: the reader sees that, too.
        }
        return connection;
    }

    public void sendHalfAPreface() throws IOException {
        out.write(PREFACE, 0, PREFACE.length / 2);
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    public void frame(int type, int flags, int stream, byte... payload) throws IOException {
        send(bytes(type, flags, stream, payload));
    }

    public static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The headers of a call, as literals without an index (RFC 7541, section 6.2.2). */
    public static byte[] call(String method) {
        String[] headers = {
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/" + method,
            ":authority",
            "test",
            "content-type",
            "application/grpc",
            "te",
            "trailers"
        };
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < headers.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(headers[i].length());
            block.writeBytes(headers[i].getBytes(StandardCharsets.US_ASCII));
        }
        return block.toByteArray();
    }

    private void takeIn() {
        DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (true) {
                int head = in.readInt();
                int flags = in.readByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(head >>> 8);
                if ((head & 0xff) == HEADERS) {
                    responses.release();
                    CharSequence status = headers.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                            .get("grpc-status");
                    if (status != null) {
                        ends.add("grpc-status " + status);
                    }
                } else if ((head & 0xff) == PING) {
                    ((flags & ACKNOWLEDGEMENT) == 0 ? pings : pongs).release();
                } else if ((head & 0xff) == GOAWAY) {
                    goAway = ByteBuffer.wrap(payload).getInt(Integer.BYTES);
                } else if ((head & 0xff) == RST_STREAM) {
                    ends.add("reset " + ByteBuffer.wrap(payload).getInt());
                }
            }
        } catch (SocketException lost) {
            reset = true;
        } catch (IOException | Http2Exception end) {
            // As any other.
        } finally {
            ended.countDown();
        }
    }

    /** Waits until so many further calls have been answered: the server has read what came before them. */
    public void awaitResponses(int calls) throws InterruptedException, TimeoutException {
        if (!responses.tryAcquire(calls, 30, TimeUnit.SECONDS)) {
            throw new TimeoutException("calls are not answered");
        }
    }

    /** Waits until the server asks, once more, whether this client is there, which it is not told. */
    public void awaitPing() throws InterruptedException, TimeoutException {
        await(pings, "the server does not ask");
    }

    /** Waits until the server has answered a further ping. */
    public void awaitPong() throws InterruptedException, TimeoutException {
        await(pongs, "the server does not answer a ping");
    }

    /** Waits until the server has answered a further ping, which is true, or has ended the connection. */
    public boolean ponged() throws InterruptedException {
        boolean ponged = false;
        while (!ponged && !hasEnded()) {
            ponged = pongs.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
        return ponged || pongs.tryAcquire();
    }

    private static void await(Semaphore one, String otherwise) throws InterruptedException, TimeoutException {
        if (!one.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new TimeoutException(otherwise);
        }
    }

    /** Waits until a further call has ended, and returns its status, or the error of the stream if it was reset. */
    public String awaitEnd() throws InterruptedException, TimeoutException {
        String end = ends.poll(30, TimeUnit.SECONDS);
        if (end == null) {
            throw new TimeoutException("no call has ended");
        }
        return end;
    }

    /** The error with which the server has said that it goes away; -1 if it has not. */
    public int goAway() {
        return goAway;
    }

    /** Whether the connection has been reset: what the server said last, and was not yet read, is lost then. */
    public boolean isReset() {
        return reset;
    }

    /** Whether the server has ended the connection by now. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Whether the server ends the connection within a time. */
    public boolean endsWithin(int seconds) throws InterruptedException {
        return ended.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
