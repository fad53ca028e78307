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

/** The metric families of one reading. Labels alternate between name and value. */
public final class MetricFamilies {

    private static final int NO_TIMESTAMP = 0;

    private final List<MetricSnapshot> all = new ArrayList<>();

    public MetricSnapshots snapshots() {
        return new MetricSnapshots(all);
    }

    private static MetricMetadata metadata(String name, String help) {
        return new MetricMetadata(name, help);
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
        all.add(new InfoSnapshot(
                metadata(name, help),
                labels.stream()
                        .map(each -> new InfoDataPointSnapshot(Labels.of(each)))
                        .toList()));
    }

    /** A counter; its name has no {@code _total}. */
    final class Counter {

        private final String name;
        private final String help;
        private final List<CounterDataPointSnapshot> points = new ArrayList<>();

        private Counter(String name, String help) {
            this.name = name;
            this.help = help;
        }

        Counter add(double value, String... labels) {
            points.add(new CounterDataPointSnapshot(value, Labels.of(labels), null, NO_TIMESTAMP));
            return this;
        }

        void end() {
            all.add(new CounterSnapshot(metadata(name, help), points));
        }
    }

    /** A gauge. */
    final class Gauge {

        private final String name;
        private final String help;
        private final List<GaugeDataPointSnapshot> points = new ArrayList<>();

        private Gauge(String name, String help) {
            this.name = name;
            this.help = help;
        }

        Gauge add(double value, String... labels) {
            points.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
            return this;
        }

        void end() {
            all.add(new GaugeSnapshot(metadata(name, help), points));
        }
    }

    /** A summary: a count and a sum. */
    final class Summary {

        private final String name;
        private final String help;
        private final List<SummaryDataPointSnapshot> points = new ArrayList<>();

        private Summary(String name, String help) {
            this.name = name;
            this.help = help;
        }

        Summary add(long count, double sum, String... labels) {
            points.add(new SummaryDataPointSnapshot(
                    count, sum, Quantiles.EMPTY, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
            return this;
        }

        void end() {
            all.add(new SummarySnapshot(metadata(name, help), points));
        }
    }

    /** A histogram. */
    final class Histogram {

        private final String name;
        private final String help;
        private final List<HistogramDataPointSnapshot> points = new ArrayList<>();

        private Histogram(String name, String help) {
            this.name = name;
            this.help = help;
        }

        Histogram add(ClassicHistogramBuckets buckets, double sum, String... labels) {
            points.add(new HistogramDataPointSnapshot(buckets, sum, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
            return this;
        }

        Histogram add(Latency durations, String... labels) {
            return add(HistogramBuckets.of(durations), HistogramBuckets.seconds(durations.total()), labels);
        }

        void end() {
            all.add(new HistogramSnapshot(metadata(name, help), points));
        }
    }
}
