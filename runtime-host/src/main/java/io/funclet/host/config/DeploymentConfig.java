package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.time.Duration;
import java.util.Optional;

/**
 * How jars are deployed, and how operators can watch. Read from the environment in every generation, because no manager
 * knows these settings.
 *
 * @param pollInterval how often code directories are checked for changes
 * @param startTimeout how long a bundle may take to start
 * @param drainTimeout how long the running calls of a replaced version may take; empty for {@code server.timeout}
 * @param plainJars what becomes of jars without OSGi headers, unless a function says otherwise
 * @param http where metrics and the status page are served; empty for nowhere
 */
public record DeploymentConfig(
        Duration pollInterval,
        Duration startTimeout,
        Optional<Duration> drainTimeout,
        PlainJarPolicy plainJars,
        ControlConfig control,
        Optional<ListenAddress> http) {

    public static DeploymentConfig read(Environment environment) {
        return new DeploymentConfig(
                environment.duration(FuncletVariable.POLL_INTERVAL).orElse(Duration.ofMillis(100)),
                environment.duration(FuncletVariable.START_TIMEOUT).orElse(Duration.ofSeconds(10)),
                environment.duration(FuncletVariable.DRAIN_TIMEOUT),
                PlainJarPolicy.read(environment),
                ControlConfig.read(environment),
                http(environment));
    }

    /** Reads an address, a port of the loopback interface, or {@code off}. */
    private static Optional<ListenAddress> http(Environment environment) {
        String text = environment.text(FuncletVariable.HTTP).orElse("");
        if (text.isEmpty() || text.equals("off")) {
            return Optional.empty();
        }
        // A port alone does not open the page to the network.
        boolean port = text.chars().allMatch(Character::isDigit);
        try {
            return Optional.of(ListenAddress.parse(port ? "127.0.0.1:" + text : text));
        } catch (IllegalArgumentException e) {
            environment.reject(
                    FuncletVariable.HTTP,
                    "is neither a port (0 to 65535) nor an address (HOST:PORT, [IPV6]:PORT, or :PORT for all"
                            + " interfaces) nor off");
            return Optional.empty();
        }
    }
}
