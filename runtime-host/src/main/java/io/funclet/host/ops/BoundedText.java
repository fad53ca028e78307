package io.funclet.host.ops;

import java.io.Writer;

/** Keeps the beginning of what is written to it, and counts the rest. For one thread. */
final class BoundedText extends Writer {

    private final StringBuilder kept = new StringBuilder();
    private final int maxChars;
    private long dropped;

    BoundedText(int maxChars) {
        this.maxChars = maxChars;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        kept.append(chars, offset, keep(length));
    }

    @Override
    public void write(String text, int offset, int length) {
        kept.append(text, offset, offset + keep(length));
    }

    private int keep(int length) {
        int keep = Math.min(length, maxChars - kept.length());
        dropped += length - keep;
        return keep;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return dropped == 0 ? kept.toString() : kept + "... (" + dropped + " more characters)";
    }
}
