package io.funclet.host.config;

import io.funclet.host.config.policy.PlainJarPolicy;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.nio.file.Path;
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
 * @param trust who must have signed jars, unless a function says otherwise; empty if anyone may
 * @param updates how updates prove themselves, unless a function says otherwise; empty if they do not
 * @param state where former versions and the history are kept; empty for a place in each code directory
 * @param http what is served over HTTP; empty for nothing
 */
public record DeploymentConfig(
        Duration pollInterval,
        Duration startTimeout,
        Optional<Duration> drainTimeout,
        PlainJarPolicy plainJars,
        Optional<TrustConfig> trust,
        Optional<UpdatePolicy> updates,
        Optional<Path> state,
        ControlConfig control,
        Optional<HttpConfig> http) {

    /** @param trust from the configuration, which goes before the environment */
    public static DeploymentConfig read(Environment environment, Optional<TrustConfig> trust) {
        return new DeploymentConfig(
                environment.duration(FuncletVariable.POLL_INTERVAL).orElse(Duration.ofMillis(100)),
                LaunchProfile.limit(
                        environment.duration(FuncletVariable.START_TIMEOUT).orElse(Duration.ofSeconds(10))),
                environment.duration(FuncletVariable.DRAIN_TIMEOUT).map(LaunchProfile::limit),
                PlainJarPolicy.read(environment),
                trust.isPresent() || environment.text(FuncletVariable.TRUST).isEmpty()
                        ? trust
                        : TrustConfig.read(environment),
                // Loads no class unless a variable asks for it.
                environment.text(FuncletVariable.UPDATE_OBSERVE).isEmpty()
                                && environment
                                        .text(FuncletVariable.UPDATE_CANARY)
                                        .isEmpty()
                                && environment
                                        .text(FuncletVariable.UPDATE_SHADOW)
                                        .isEmpty()
                        ? Optional.empty()
                        : UpdatePolicy.read(environment),
                environment.text(FuncletVariable.STATE).map(Path::of),
                ControlConfig.read(environment),
                http(environment));
    }

    /** Loads no class for HTTP unless a variable asks for it. */
    private static Optional<HttpConfig> http(Environment environment) {
        return environment.text(FuncletVariable.HTTP).isEmpty()
                        && environment.text(FuncletVariable.HTTP_CALLS).isEmpty()
                ? Optional.empty()
                : HttpConfig.read(environment);
    }
}
