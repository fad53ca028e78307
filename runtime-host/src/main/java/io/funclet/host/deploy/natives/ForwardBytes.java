package io.funclet.host.deploy.natives;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of a stream by their position. Entries of jars can be large, so nothing is kept: going back reads the stream again.
 */
final class ForwardBytes implements AutoCloseable {

    /** Opens the stream at its beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private final Source source;
    private InputStream in = InputStream.nullInputStream();

    /** Beyond every position, if nothing is open. */
    private long position = Long.MAX_VALUE;

    ForwardBytes(Source source) {
        this.source = source;
    }

    /** @throws EOFException if there are not as many */
    byte[] read(long offset, int length) throws IOException {
        if (offset < 0) {
            throw new EOFException();
        }
        if (offset < position) {
            in.close();
            in = new BufferedInputStream(source.open());
            position = 0;
        }
        in.skipNBytes(offset - position);
        position = offset;
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
