package io.funclet.host.web;

import io.funclet.host.config.ListenAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the {@code Host} header against DNS rebinding: a foreign page could point its own name at the loopback
 * interface, and the browser would take it for this site. So on loopback, only names of this machine are valid.
 */
public record HostHeaderCheck(boolean loopback, String configured) {

    /** A name or address, in brackets for IPv6 (RFC 3986, section 3.2.2), and a port. */
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[\\w.~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?");

    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");

    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]{0,5})?");

    public static HostHeaderCheck of(ListenAddress address) {
        String host = address.host();
        try {
            return new HostHeaderCheck(
                    !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress(), host);
        } catch (UnknownHostException bound) {
            // The address was valid when it was bound. If that has changed, be strict.
            return new HostHeaderCheck(true, host);
        }
    }

    /** Whether a text can be the name of a site. */
    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** Whether the {@code Host} header is valid for this site; {@code null} if it is missing. */
    public boolean admits(String header) {
        return !loopback || isOfThisMachine(header);
    }

    /**
     * Whether a page of this site may call functions. Its name must be of this machine, or an address, which no foreign
     * page can claim for itself.
     */
    public boolean isOwn(String header) {
        return isOfThisMachine(header)
                || !loopback && header != null && ADDRESS.matcher(header).matches();
    }

    private boolean isOfThisMachine(String header) {
        Matcher host = HOST.matcher(header == null ? "" : header);
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1).toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("[::1]")
                || IPV4_LOOPBACK.matcher(name).matches()
                || name.equals(configured.toLowerCase(Locale.ROOT));
    }
}
