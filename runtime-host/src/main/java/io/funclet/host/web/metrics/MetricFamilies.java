package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.Latency;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The metric families of one reading. Labels alternate between name and value. */
public final class MetricFamilies {

    private static final int NO_TIMESTAMP = 0;

    private final List<Supplier<MetricSnapshot>> all = new ArrayList<>();

    public MetricSnapshots snapshots() {
        return new MetricSnapshots(all.stream().map(Supplier::get).toList());
    }

    Counter counter(String name, String help) {
        return new Counter(name, help);
    }

    Gauge gauge(String name, String help) {
        return new Gauge(name, help);
    }

    Histogram histogram(String name, String help) {
        return new Histogram(name, help);
    }

    Summary summary(String name, String help) {
        return new Summary(name, help);
    }

    void info(String name, String help, List<String[]> labels) {
        List<InfoDataPointSnapshot> points = labels.stream()
                .map(each -> new InfoDataPointSnapshot(Labels.of(each)))
                .toList();
        all.add(() -> new InfoSnapshot(new MetricMetadata(name, help), points));
    }

    /** A counter; its name has no {@code _total}. */
    final class Counter {

        private final List<CounterDataPointSnapshot> points = new ArrayList<>();

        private Counter(String name, String help) {
            all.add(() -> new CounterSnapshot(new MetricMetadata(name, help), points));
        }

        Counter add(double value, String... labels) {
            points.add(new CounterDataPointSnapshot(value, Labels.of(labels), null, NO_TIMESTAMP));
            return this;
        }
    }

    /** A gauge. */
    final class Gauge {

        private final List<GaugeDataPointSnapshot> points = new ArrayList<>();

        private Gauge(String name, String help) {
            all.add(() -> new GaugeSnapshot(new MetricMetadata(name, help), points));
        }

        Gauge add(double value, String... labels) {
            points.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
            return this;
        }
    }

    /** A summary: a count and a sum. */
    final class Summary {

        private final List<SummaryDataPointSnapshot> points = new ArrayList<>();

        private Summary(String name, String help) {
            all.add(() -> new SummarySnapshot(new MetricMetadata(name, help), points));
        }

        Summary add(long count, double sum, String... labels) {
            points.add(new SummaryDataPointSnapshot(
                    count, sum, Quantiles.EMPTY, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
            return this;
        }
    }

    /** A histogram. */
    final class Histogram {

        private final List<HistogramDataPointSnapshot> points = new ArrayList<>();

        private Histogram(String name, String help) {
            all.add(() -> new HistogramSnapshot(new MetricMetadata(name, help), points));
        }

        Histogram add(ClassicHistogramBuckets buckets, double sum, String... labels) {
            points.add(new HistogramDataPointSnapshot(buckets, sum, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
            return this;
        }

        Histogram add(Latency durations, String... labels) {
            return add(HistogramBuckets.of(durations), HistogramBuckets.seconds(durations.total()), labels);
        }
    }
}
