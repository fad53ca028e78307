package io.funclet.host.web.metrics;

import java.time.Instant;

/** Metrics of the configuration and its reloads, named like those of Prometheus. */
public final class ConfigMetrics {

    private ConfigMetrics() {}

    /**
     * @param configured when the configuration that is in force was read
     * @param failed whether the last reload has failed
     */
    public static void add(MetricFamilies families, Instant configured, boolean failed) {
        families.gauge(
                        "funclet_config_last_reload_successful",
                        "Whether the last reload of the configuration succeeded.")
                .add(failed ? 0 : 1);
        families.gauge(
                        "funclet_config_last_reload_success_timestamp_seconds",
                        "When the configuration that is in force was read.")
                .add(configured.toEpochMilli() / 1e3);
    }
}
