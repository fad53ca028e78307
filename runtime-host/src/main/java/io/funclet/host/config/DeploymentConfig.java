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
 */
public record DeploymentConfig(
        Duration pollInterval,
        Duration startTimeout,
        Optional<Duration> drainTimeout,
        PlainJarPolicy plainJars,
        ControlConfig control,
        HttpConfig http) {

    private static final Duration DEFAULT_POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(10);

    public static DeploymentConfig read(Environment environment) {
        return new DeploymentConfig(
                environment.duration(FuncletVariable.POLL_INTERVAL).orElse(DEFAULT_POLL_INTERVAL),
                environment.duration(FuncletVariable.START_TIMEOUT).orElse(DEFAULT_START_TIMEOUT),
                environment.duration(FuncletVariable.DRAIN_TIMEOUT),
                PlainJarPolicy.read(environment),
                ControlConfig.read(environment),
                HttpConfig.read(environment));
    }
}
