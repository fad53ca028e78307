package io.funclet.host.web;

import io.funclet.host.web.metrics.CallMetrics;
import io.funclet.host.web.metrics.JvmMetrics;
import io.funclet.host.web.metrics.MetricFamilies;
import io.funclet.host.web.metrics.UpdateMetrics;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** All metrics as text, in the requested format. Read anew for each request. */
final class MetricsText {

    private final StatusSource runtime;
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

    MetricsText(StatusSource runtime) {
        this.runtime = runtime;
    }

    WebResponse reply(String accept) throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : prometheus;
        MetricFamilies families = new MetricFamilies();
        CallMetrics.add(families, runtime.functions(), runtime.rejected());
        UpdateMetrics.add(families, runtime.directories());
        JvmMetrics.add(families);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, families.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        return WebResponse.ok(writer.getContentType(), text.toByteArray());
    }
}
