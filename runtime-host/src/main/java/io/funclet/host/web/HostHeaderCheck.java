package io.funclet.host.web;

import io.funclet.host.config.ListenAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which names this site may be asked. A page from elsewhere can give its own name the address of the loopback interface,
 * and would then be taken by the browser for the site that is asked there (DNS rebinding): so there, only names of this
 * machine are answered. Whoever listens on a network is known by names that nobody could list.
 *
 * @param loopback whether only this machine can reach it
 * @param configured the name or address that was configured
 */
record HostHeaderCheck(boolean loopback, String configured) {

    /** An address in brackets, or a name or address without them (RFC 3986, section 3.2.2), and a port. */
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[\\w.~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?");

    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");

    static HostHeaderCheck of(ListenAddress address) {
        String host = address.host();
        try {
            return new HostHeaderCheck(
                    !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress(), host);
        } catch (UnknownHostException bound) {
            // It was known when it was bound: whatever it is now, strictly is safe.
            return new HostHeaderCheck(true, host);
        }
    }

    /** Whether a text can be the name of any site. */
    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** Whether the header {@code Host} is one by which this site may be asked; {@code null} if there is none. */
    boolean admits(String header) {
        if (!loopback) {
            return true;
        }
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
