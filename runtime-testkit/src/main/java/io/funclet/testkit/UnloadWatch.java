package io.funclet.testkit;

import io.funclet.host.EmbeddedRuntime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** Knows the class loaders of bundles that are gone, as long as something keeps them. Thread-safe. */
final class UnloadWatch implements SynchronousBundleListener {

    private static final long MOMENT_MILLIS = 20;

    private final EmbeddedRuntime runtime;
    private final Map<Bundle, WeakReference<ClassLoader>> loaders = new ConcurrentHashMap<>();

    private UnloadWatch(EmbeddedRuntime runtime) {
        this.runtime = runtime;
    }

    /** Watches bundles that start from now on. */
    static UnloadWatch of(EmbeddedRuntime runtime) {
        UnloadWatch watch = new UnloadWatch(runtime);
        runtime.framework().addBundleListener(watch);
        return watch;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) {
            BundleWiring wiring = event.getBundle().adapt(BundleWiring.class);
            if (wiring != null) {
                loaders.put(event.getBundle(), new WeakReference<>(wiring.getClassLoader()));
            }
        }
    }

    /**
     * Waits until each version that has been replaced or removed is unloaded.
     *
     * @return those that are not in time, as symbolic name and version; empty if all are
     */
    List<String> await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<String> left = left();
        while (!left.isEmpty()
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            System.gc();
            pause();
            left = left();
        }
        return left;
    }

    /** The collector works beside this thread, and tells nothing. */
    private synchronized void pause() {
        try {
            TimeUnit.MILLISECONDS.timedWait(this, MOMENT_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> left() {
        loaders.entrySet().removeIf(known -> known.getValue().get() == null);
        List<String> draining = runtime.directories().stream()
                .flatMap(directory -> directory.draining().stream())
                .map(version -> version.bundle() + " " + version.version())
                .toList();
        return loaders.keySet().stream()
                .filter(bundle -> bundle.getState() == Bundle.UNINSTALLED || draining.contains(named(bundle)))
                .map(UnloadWatch::named)
                .sorted()
                .toList();
    }

    private static String named(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
