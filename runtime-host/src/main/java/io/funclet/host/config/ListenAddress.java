package io.funclet.host.config;

/**
 * Where to listen.
 *
 * @param host a host name or an IP address without brackets; empty for all interfaces
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

    public ListenAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    /**
     * Reads {@code HOST:PORT}, {@code :PORT} or {@code [IPV6]:PORT}, as Go does.
     *
     * @param text the text
     * @return the address
     * @throws IllegalArgumentException if the text is none of these, with a message that says so
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || host.contains(":") && !bracketed) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address of the form HOST:PORT");
        }
        try {
            int port = Integer.parseUnsignedInt(text.substring(colon + 1));
            return new ListenAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" has no port within 0 to 65535", e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
