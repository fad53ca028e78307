package io.funclet.host.call.model;

/**
 * Where a call stands in its caller's trace (W3C Trace Context, https://www.w3.org/TR/trace-context/).
 *
 * @param parent a valid {@code traceparent} of version 00
 * @param state a valid {@code tracestate}; empty if there is none
 */
public record TraceContext(String parent, String state) {

    /** {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01} */
    private static final int LENGTH = 55;

    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    /**
     * Reads what a caller sent. Of a version that is not known yet, what version 00 has is taken (section 4.3).
     *
     * @param state a {@code tracestate}, or {@code null}; a malformed one is left out
     * @return {@code null} if the {@code traceparent} is missing or malformed
     */
    public static TraceContext of(String parent, String state) {
        if (parent == null || !isValid(parent)) {
            return null;
        }
        String known = parent.startsWith("00")
                ? parent
                // Of the flags of later versions, one is known: whether the caller records.
                : "00" + parent.substring(2, FLAGS) + ((hex(parent.charAt(FLAGS + 1)) & 1) == 0 ? "00" : "01");
        return new TraceContext(known, state != null && TraceState.isValid(state) ? state : "");
    }

    private static boolean isValid(String parent) {
        boolean longEnough = parent.startsWith("00")
                ? parent.length() == LENGTH
                : parent.length() == LENGTH || parent.length() > LENGTH && parent.charAt(LENGTH) == '-';
        return longEnough
                && !parent.startsWith("ff")
                && isHex(parent, 0, 2)
                && parent.charAt(TRACE_ID - 1) == '-'
                && isId(parent, TRACE_ID, SPAN_ID - 1)
                && parent.charAt(SPAN_ID - 1) == '-'
                && isId(parent, SPAN_ID, FLAGS - 1)
                && parent.charAt(FLAGS - 1) == '-'
                && isHex(parent, FLAGS, LENGTH);
    }

    /** An id of zeros is none. */
    private static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero &= text.charAt(i) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of a digit; -1 of what is none, such as an upper-case letter. */
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
