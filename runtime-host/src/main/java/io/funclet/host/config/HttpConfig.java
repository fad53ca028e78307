package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.Optional;

/**
 * Where metrics and the status page are served. Read from the environment, because no manager knows this setting.
 *
 * @param address where to listen; empty for nowhere
 */
public record HttpConfig(Optional<ListenAddress> address) {

    static HttpConfig read(Environment environment) {
        String text = environment.text(FuncletVariable.HTTP).orElse("");
        if (text.isEmpty() || text.equals("off")) {
            return new HttpConfig(Optional.empty());
        }
        // A port alone does not open the page to the network.
        boolean port = text.chars().allMatch(Character::isDigit);
        try {
            return new HttpConfig(Optional.of(ListenAddress.parse(port ? "127.0.0.1:" + text : text)));
        } catch (IllegalArgumentException e) {
            environment.reject(
                    FuncletVariable.HTTP,
                    "is neither a port (0 to 65535) nor an address (HOST:PORT, [IPV6]:PORT, or :PORT for all"
                            + " interfaces) nor off");
            return new HttpConfig(Optional.empty());
        }
    }
}
