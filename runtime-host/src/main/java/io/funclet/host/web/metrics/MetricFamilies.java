package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.Latency;
import io.funclet.host.call.stat.SizeHistogram;
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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metric families of one reading. Labels alternate between name and value. */
public final class MetricFamilies {

    private static final int NO_TIMESTAMP = 0;

    private final List<Supplier<MetricSnapshot>> all = new ArrayList<>();

    public MetricSnapshots snapshots() {
        return new MetricSnapshots(all.stream().map(Supplier::get).toList());
    }

    /** The points of a counter, a gauge or an info. */
    interface Points {

        void add(double value, String... labels);
    }

    /** The points of a summary: a count and a sum. */
    interface Sums {

        void add(long count, double sum, String... labels);
    }

    /** The points of a histogram. */
    interface Histogram {

        void add(ClassicHistogramBuckets buckets, double sum, String... labels);

        default void add(Latency durations, String... labels) {
            add(HistogramBuckets.of(durations), HistogramBuckets.seconds(durations.total()), labels);
        }

        default void add(SizeHistogram sizes, String... labels) {
            add(HistogramBuckets.of(sizes), sizes.totalBytes(), labels);
        }
    }

    /** A counter; its name has no {@code _total}. */
    Points counter(String name, String help) {
        List<CounterDataPointSnapshot> points = family(name, help, CounterSnapshot::new);
        return (value, labels) ->
                points.add(new CounterDataPointSnapshot(value, Labels.of(labels), null, NO_TIMESTAMP));
    }

    Points gauge(String name, String help) {
        List<GaugeDataPointSnapshot> points = family(name, help, GaugeSnapshot::new);
        return (value, labels) -> points.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
    }

    /** Facts as labels; the value is always 1. */
    Points info(String name, String help) {
        List<InfoDataPointSnapshot> points = family(name, help, InfoSnapshot::new);
        return (one, labels) -> points.add(new InfoDataPointSnapshot(Labels.of(labels)));
    }

    Sums summary(String name, String help) {
        List<SummaryDataPointSnapshot> points = family(name, help, SummarySnapshot::new);
        return (count, sum, labels) -> points.add(new SummaryDataPointSnapshot(
                count, sum, Quantiles.EMPTY, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
    }

    Histogram histogram(String name, String help) {
        List<HistogramDataPointSnapshot> points = family(name, help, HistogramSnapshot::new);
        return (buckets, sum, labels) -> points.add(
                new HistogramDataPointSnapshot(buckets, sum, Labels.of(labels), Exemplars.EMPTY, NO_TIMESTAMP));
    }

    private <P> List<P> family(
            String name, String help, BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> snapshot) {
        List<P> points = new ArrayList<>();
        all.add(() -> snapshot.apply(new MetricMetadata(name, help), points));
        return points;
    }

    /** Labels, and further ones. */
    static String[] with(String[] labels, String... more) {
        return Stream.of(labels, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** The name of a constant as the value of a label. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
