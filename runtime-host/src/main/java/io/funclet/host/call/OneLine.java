package io.funclet.host.call;

/** Text that reaches people in a status or a log line: one line, of a bounded length. */
final class OneLine {

    /** A gRPC status travels in an HTTP/2 header, and clients refuse headers beyond 8 KiB. */
    private static final int MAX_CHARACTERS = 1000;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS + 3));
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                space = line.length() > 0;
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(c);
            }
        }
        return line.length() < MAX_CHARACTERS
                ? line.toString()
                : line.append("...").toString();
    }
}
