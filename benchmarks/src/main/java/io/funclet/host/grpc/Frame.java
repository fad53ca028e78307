package io.funclet.host.grpc;

import java.io.OutputStream;
import java.util.Arrays;

/** Where answers are written to: one array, so that they are copied as gRPC does, and nothing is allocated for it. */
final class Frame extends OutputStream {

    private final byte[] bytes;
    private int size;

    Frame(int capacity) {
        bytes = new byte[capacity];
    }

    Frame clear() {
        size = 0;
        return this;
    }

    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int value) {
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }
}
