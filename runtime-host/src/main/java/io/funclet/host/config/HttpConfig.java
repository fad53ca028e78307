package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is served over HTTP.
 *
 * @param address where metrics and the status page are served
 * @param calls whether functions can be called there, too
 * @param origins the sites whose pages may call functions through a browser, as {@code https://example.org}
 */
public record HttpConfig(ListenAddress address, boolean calls, Set<String> origins) {

    private static final Pattern PORT = Pattern.compile("[0-9]+");

    /** As browsers write it (RFC 6454, section 6.2). */
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[a-z0-9._-]+(?::[0-9]{1,5})?"
            + "|[a-z][a-z0-9+.-]*://\\[[0-9a-f:.]+](?::[0-9]{1,5})?");

    static Optional<HttpConfig> read(Environment environment) {
        String text = environment.text(FuncletVariable.HTTP).orElse("off");
        boolean calls = environment.onOff(FuncletVariable.HTTP_CALLS).orElse(false);
        if (text.equals("off")) {
            if (calls) {
                environment.reject(
                        FuncletVariable.HTTP_CALLS,
                        "needs an address: set " + FuncletVariable.HTTP + " to a port or to HOST:PORT");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new HttpConfig(address(text), calls, origins(environment)));
        } catch (IllegalArgumentException e) {
            environment.reject(FuncletVariable.HTTP, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Reads an address, or a port of the loopback interface.
     *
     * @throws IllegalArgumentException if the text is neither; the message continues a sentence about the text
     */
    public static ListenAddress address(String text) {
        try {
            // A port alone does not open the site to the network.
            return ListenAddress.parse(PORT.matcher(text).matches() ? "127.0.0.1:" + text : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is neither a port (0 to 65535) nor an address (HOST:PORT, [IPV6]:PORT, or :PORT for all"
                            + " interfaces) nor off",
                    e);
        }
    }

    private static Set<String> origins(Environment environment) {
        Set<String> origins = new LinkedHashSet<>();
        for (String origin :
                environment.text(FuncletVariable.HTTP_ORIGINS).orElse("").split("[,\\s]+")) {
            if (!origin.isEmpty() && !ORIGIN.matcher(origin).matches()) {
                environment.reject(
                        FuncletVariable.HTTP_ORIGINS,
                        "is not a list of origins as browsers send them, such as https://example.org or"
                                + " http://localhost:3000, in lower case and without a path");
                return Set.of();
            }
            origins.add(origin);
        }
        origins.remove("");
        return origins;
    }
}
