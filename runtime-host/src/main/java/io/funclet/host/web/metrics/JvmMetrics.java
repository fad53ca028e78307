package io.funclet.host.web.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Metrics of the JVM and its process, named like those of the Prometheus client. */
public final class JvmMetrics {

    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final UnixOperatingSystemMXBean process =
            (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public void add(MetricFamilies families) {
        memory(families);
        MetricFamilies.Summary collections =
                families.summary("jvm_gc_collection_seconds", "Time spent in a given JVM garbage collector.");
        for (GarbageCollectorMXBean collector : collectors) {
            collections.add(
                    Math.max(0, collector.getCollectionCount()),
                    Math.max(0, collector.getCollectionTime()) / MILLIS,
                    "gc",
                    collector.getName());
        }
        gauge(families, "jvm_threads_current", "Current thread count of a JVM.", threads.getThreadCount());
        gauge(families, "jvm_threads_daemon", "Daemon thread count of a JVM.", threads.getDaemonThreadCount());
        gauge(families, "jvm_threads_peak", "Peak thread count of a JVM.", threads.getPeakThreadCount());
        gauge(
                families,
                "jvm_classes_currently_loaded",
                "The number of classes that are currently loaded in the JVM.",
                classes.getLoadedClassCount());
        counter(
                families,
                "jvm_classes_loaded",
                "The number of classes that have been loaded since the JVM was started.",
                classes.getTotalLoadedClassCount());
        counter(
                families,
                "jvm_classes_unloaded",
                "The number of classes that have been unloaded since the JVM was started.",
                classes.getUnloadedClassCount());
        process(families);
        families.info("jvm_runtime", "JVM runtime info.", List.<String[]>of(new String[] {
            "version", System.getProperty("java.runtime.version", ""),
            "vendor", System.getProperty("java.vm.vendor", ""),
            "runtime", System.getProperty("java.runtime.name", "")
        }));
    }

    private void memory(MetricFamilies families) {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        areas(
                families,
                "jvm_memory_used_bytes",
                "Used bytes of a given JVM memory area.",
                heap.getUsed(),
                other.getUsed());
        areas(
                families,
                "jvm_memory_committed_bytes",
                "Committed bytes of a given JVM memory area.",
                heap.getCommitted(),
                other.getCommitted());
        areas(
                families,
                "jvm_memory_max_bytes",
                "Max bytes of a given JVM memory area; -1 if there is no limit.",
                heap.getMax(),
                other.getMax());
    }

    private static void areas(MetricFamilies families, String name, String help, long heap, long other) {
        families.gauge(name, help).add(heap, "area", "heap").add(other, "area", "nonheap");
    }

    private void process(MetricFamilies families) {
        counter(
                families,
                "process_cpu_seconds",
                "Total user and system CPU time spent in seconds.",
                Math.max(0, process.getProcessCpuTime()) / NANOS);
        gauge(
                families,
                "process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.",
                runtime.getStartTime() / MILLIS);
        gauge(families, "process_uptime_seconds", "How long the process has run.", runtime.getUptime() / MILLIS);
        gauge(families, "process_open_fds", "Number of open file descriptors.", process.getOpenFileDescriptorCount());
        gauge(
                families,
                "process_max_fds",
                "Maximum number of open file descriptors.",
                process.getMaxFileDescriptorCount());
    }

    private static void gauge(MetricFamilies families, String name, String help, double value) {
        families.gauge(name, help).add(value);
    }

    private static void counter(MetricFamilies families, String name, String help, double value) {
        families.counter(name, help).add(value);
    }
}
