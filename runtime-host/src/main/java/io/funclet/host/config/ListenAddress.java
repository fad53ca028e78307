package io.funclet.host.config;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.text.PrintableText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on.
 *
 * @param host a host name or an IP address without brackets; empty for all interfaces
 * @param port 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

    /** A host name, an IPv4 address, or, in brackets, an IPv6 address with its zone. */
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z0-9._-]*)|\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._-]+)?)]):([^:]*)");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    public ListenAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    /**
     * Reads {@code HOST:PORT}, {@code :PORT} or {@code [IPV6]:PORT}, as Go does, but without port names. Does not
     * resolve the host.
     *
     * @throws IllegalArgumentException if the text is none of these; the message quotes it and says what is wrong
     */
    public static ListenAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(PrintableText.quoted(text)
                    + " is not an address (HOST:PORT, :PORT for all interfaces, or [IPV6]:PORT)");
        }
        String port = form.group(3);
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException(
                    PrintableText.quoted(text) + " has no port from 0 to 65535 after its last colon");
        }
        return new ListenAddress(form.group(1) == null ? form.group(2) : form.group(1), Integer.parseInt(port));
    }

    /**
     * Reads an address of a configuration.
     *
     * @return the address, or a placeholder after adding the problem that it is none
     */
    public static ListenAddress read(String where, String text, ConfigProblems problems) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(where, e.getMessage());
            return new ListenAddress("", 0);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
