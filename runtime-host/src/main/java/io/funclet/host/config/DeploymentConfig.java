package io.funclet.host.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How jars are deployed, and who may ask about it. No caller knows of this, so that it comes from the environment, for every generation.
 *
 * @param pollInterval how often code directories are looked at
 * @param startTimeout how long a bundle may take to start
 * @param drainTimeout how long the running calls of a replaced version may take; empty for {@code server.timeout}
 * @param control where the process can be asked
 * @param http where metrics and the status page are served
 */
public record DeploymentConfig(
        Duration pollInterval,
        Duration startTimeout,
        Optional<Duration> drainTimeout,
        ControlConfig control,
        HttpConfig http) {

    private static final String POLL_INTERVAL = "FUNCLET_POLL_INTERVAL";
    private static final String START_TIMEOUT = "FUNCLET_START_TIMEOUT";
    private static final String DRAIN_TIMEOUT = "FUNCLET_DRAIN_TIMEOUT";

    private static final Duration DEFAULT_POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(10);

    static DeploymentConfig read(Map<String, String> environment, ConfigProblems problems) {
        return new DeploymentConfig(
                duration(POLL_INTERVAL, environment, problems).orElse(DEFAULT_POLL_INTERVAL),
                duration(START_TIMEOUT, environment, problems).orElse(DEFAULT_START_TIMEOUT),
                duration(DRAIN_TIMEOUT, environment, problems),
                ControlConfig.read(environment, problems),
                HttpConfig.read(environment, problems));
    }

    private static Optional<Duration> duration(
            String variable, Map<String, String> environment, ConfigProblems problems) {
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Quantities.duration(new Value.Scalar(text, Value.Style.QUOTED, 0));
        if (duration.isEmpty() || duration.get().toMillis() == 0) {
            problems.add(
                    variable,
                    ConfigProblems.quoted(text) + " is not a duration of 1ms or more (100ms, 30s, 5m, 1h30m)");
            return Optional.empty();
        }
        return duration;
    }
}
