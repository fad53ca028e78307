package io.funclet.host.call.model;

/**
 * The grammar of {@code tracestate} (W3C Trace Context, section 3.3): {@code rojo=00f067aa0ba902b7,tenant@congo=t61rc}.
 */
final class TraceState {

    private static final int MOST_MEMBERS = 32;
    private static final int MOST_KEY_CHARS = 256;
    private static final int MOST_VALUE_CHARS = 256;

    private TraceState() {}

    /** Whether a text is a list of members, of which empty ones are allowed. */
    static boolean isValid(String text) {
        int members = 0;
        for (int from = 0; from <= text.length(); ) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            String member = text.substring(from, end).strip();
            if (!member.isEmpty() && (++members > MOST_MEMBERS || !isMember(member))) {
                return false;
            }
            from = end + 1;
        }
        return members > 0;
    }

    private static boolean isMember(String member) {
        int equals = member.indexOf('=');
        return equals > 0 && isKey(member.substring(0, equals)) && isValue(member.substring(equals + 1));
    }

    private static boolean isKey(String key) {
        char first = key.charAt(0);
        boolean valid = key.length() <= MOST_KEY_CHARS && (isLetter(first) || isDigit(first));
        for (int i = 0; i < key.length() && valid; i++) {
            char c = key.charAt(i);
            valid = isLetter(c) || isDigit(c) || "_-*/@".indexOf(c) >= 0;
        }
        return valid;
    }

    private static boolean isValue(String value) {
        boolean valid = !value.isEmpty() && value.length() <= MOST_VALUE_CHARS;
        for (int i = 0; i < value.length() && valid; i++) {
            char c = value.charAt(i);
            valid = c >= ' ' && c <= '~' && c != '='; // a comma has ended the member before
        }
        return valid;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
