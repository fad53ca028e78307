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

    /** A trace id that is none; so is half as many as a span id. */
    private static final String ZEROS = "0".repeat(32);

    private static final int MOST_MEMBERS = 32;
    private static final int MOST_CHARS = 256;

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
                : "00" + parent.substring(2, FLAGS)
                        + (Character.digit(parent.charAt(FLAGS + 1), 16) % 2 == 0 ? "00" : "01");
        return new TraceContext(known, state != null && isState(state) ? state : "");
    }

    private static boolean isValid(String parent) {
        boolean longer = parent.length() > LENGTH && parent.charAt(LENGTH) == '-' && !parent.startsWith("00");
        if (parent.length() != LENGTH && !longer) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = parent.charAt(i);
            boolean dash = i == TRACE_ID - 1 || i == SPAN_ID - 1 || i == FLAGS - 1;
            if (dash ? c != '-' : !isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return !parent.startsWith("ff")
                && !parent.startsWith(ZEROS, TRACE_ID)
                && !parent.regionMatches(SPAN_ID, ZEROS, 0, ZEROS.length() / 2);
    }

    /** Whether it is like {@code rojo=00f067aa0ba902b7,tenant@congo=t61rc} (section 3.3). Members may be empty. */
    private static boolean isState(String text) {
        int members = 0;
        for (String part : text.split(",")) {
            String member = part.strip();
            if (!member.isEmpty() && (++members > MOST_MEMBERS || !isMember(member))) {
                return false;
            }
        }
        return members > 0;
    }

    private static boolean isMember(String member) {
        int key = member.indexOf('=');
        int value = member.length() - key - 1;
        boolean valid =
                key > 0 && key <= MOST_CHARS && value > 0 && value <= MOST_CHARS && isLetterOrDigit(member.charAt(0));
        for (int i = 0; i < member.length() && valid; i++) {
            char c = member.charAt(i);
            valid = i < key
                    ? isLetterOrDigit(c) || "_-*/@".indexOf(c) >= 0
                    : i == key || c >= ' ' && c <= '~' && c != '=';
        }
        return valid;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
