package io.funclet.host.log.format;

import java.io.Writer;

/** Keeps the beginning of a text of any length. For one thread. */
final class BoundedText extends Writer {

    private final StringBuilder kept = new StringBuilder();
    private final int maxChars;
    private boolean cut;

    /** Stops the writing code. Unchecked, because {@code PrintWriter} swallows an {@code IOException}. */
    static final class FullException extends RuntimeException {

        private static final long serialVersionUID = 1;

        FullException() {
            super("no more is taken", null, false, false);
        }
    }

    BoundedText(int maxChars) {
        this.maxChars = maxChars;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        int keep = Math.min(length, maxChars - kept.length());
        kept.append(chars, offset, keep);
        if (keep < length) {
            cut = true;
            throw new FullException();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return cut ? kept + "... (the rest is left out)" : kept.toString();
    }
}
