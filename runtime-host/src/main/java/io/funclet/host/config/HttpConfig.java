package io.funclet.host.config;

import java.util.Map;
import java.util.Optional;

/**
 * Where metrics and the status page are served. No caller knows of this, so that it comes from the environment.
 *
 * @param address where to listen; empty for nowhere
 */
public record HttpConfig(Optional<ListenAddress> address) {

    /** The environment variable: an address, a port of the loopback interface, or {@code off}. */
    public static final String VARIABLE = "FUNCLET_HTTP";

    private static final String OFF = "off";
    private static final String LOOPBACK = "127.0.0.1";

    static HttpConfig read(Map<String, String> environment, ConfigProblems problems) {
        String text = environment.getOrDefault(VARIABLE, "").strip();
        if (text.isEmpty() || text.equals(OFF)) {
            return new HttpConfig(Optional.empty());
        }
        // Whoever names a port alone has not said that the whole network may ask.
        boolean port = text.chars().allMatch(Character::isDigit);
        return new HttpConfig(Optional.of(ListenAddress.read(VARIABLE, port ? LOOPBACK + ":" + text : text, problems)));
    }
}
