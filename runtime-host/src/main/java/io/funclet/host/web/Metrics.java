package io.funclet.host.web;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** All metrics as text, in the format that is asked for. They are read anew each time; nothing is kept between. */
final class Metrics {

    private final StatusSource runtime;
    private final JvmMetrics jvm = new JvmMetrics();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

    Metrics(StatusSource runtime) {
        this.runtime = runtime;
    }

    Reply reply(String accept) throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : prometheus;
        Families families = new Families();
        CallMetrics.add(families, runtime.functions(), runtime.refused());
        CostMetrics.add(families, runtime.functions());
        UpdateMetrics.add(families, runtime.directories());
        jvm.add(families);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, families.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        return Reply.ok(writer.getContentType(), text.toByteArray());
    }
}
