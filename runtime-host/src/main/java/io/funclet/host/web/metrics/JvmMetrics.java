package io.funclet.host.web.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import io.funclet.host.web.metrics.MetricFamilies.Sums;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.Map;

/** Metrics of the JVM and its process, named like those of the Prometheus client. */
public final class JvmMetrics {

    private JvmMetrics() {}

    public static void add(MetricFamilies families) {
        addMemory(families);
        addClassesAndThreads(families);
        addProcess(families);
        Sums collections =
                families.summary("jvm_gc_collection_seconds", "Time spent in a given JVM garbage collector.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            long count = Math.max(0, collector.getCollectionCount());
            double seconds = Math.max(0, collector.getCollectionTime()) / 1e3;
            collections.add(count, seconds, "gc", collector.getName());
        }
        String version = System.getProperty("java.runtime.version", "");
        String vendor = System.getProperty("java.vm.vendor", "");
        String runtime = System.getProperty("java.runtime.name", "");
        families.info("jvm_runtime", "JVM runtime info.")
                .add(1, "version", version, "vendor", vendor, "runtime", runtime);
    }

    private static void addMemory(MetricFamilies families) {
        Points used = families.gauge("jvm_memory_used_bytes", "Used bytes of a given JVM memory area.");
        Points committed = families.gauge("jvm_memory_committed_bytes", "Committed bytes of a given JVM memory area.");
        Points max = families.gauge(
                "jvm_memory_max_bytes", "Max bytes of a given JVM memory area; -1 if there is no limit.");
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        Map.of("heap", memory.getHeapMemoryUsage(), "nonheap", memory.getNonHeapMemoryUsage())
                .forEach((area, usage) -> {
                    used.add(usage.getUsed(), "area", area);
                    committed.add(usage.getCommitted(), "area", area);
                    max.add(usage.getMax(), "area", area);
                });
    }

    private static void addClassesAndThreads(MetricFamilies families) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        families.gauge("jvm_threads_current", "Current thread count of a JVM.").add(threads.getThreadCount());
        families.gauge("jvm_threads_daemon", "Daemon thread count of a JVM.").add(threads.getDaemonThreadCount());
        families.gauge("jvm_threads_peak", "Peak thread count of a JVM.").add(threads.getPeakThreadCount());
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        families.gauge("jvm_classes_currently_loaded", "The number of classes that are currently loaded in the JVM.")
                .add(classes.getLoadedClassCount());
        families.counter("jvm_classes_loaded", "The number of classes that have been loaded since the JVM was started.")
                .add(classes.getTotalLoadedClassCount());
        families.counter(
                        "jvm_classes_unloaded",
                        "The number of classes that have been unloaded since the JVM was started.")
                .add(classes.getUnloadedClassCount());
    }

    private static void addProcess(MetricFamilies families) {
        UnixOperatingSystemMXBean process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        families.counter("process_cpu_seconds", "Total user and system CPU time spent in seconds.")
                .add(Math.max(0, process.getProcessCpuTime()) / 1e9);
        families.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
                .add(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        families.gauge("process_uptime_seconds", "How long the process has run.")
                .add(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        families.gauge("process_open_fds", "Number of open file descriptors.")
                .add(process.getOpenFileDescriptorCount());
        families.gauge("process_max_fds", "Maximum number of open file descriptors.")
                .add(process.getMaxFileDescriptorCount());
    }
}
