package io.funclet.host.deploy.retirement;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.log.LogContext;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Has native libraries of a bundle that goes leave memory. The system frees a library when Java has collected its class
 * loader, which may take hours where little happens. It may also be never, which is then said.
 */
final class NativeUnloading {

    private static final Logger LOG = Logger.getLogger(NativeUnloading.class.getName());

    /** What a version has left gets 6 s; several versions that go together need one collection. */
    private static final Duration PAUSE = LaunchProfile.fixedWait(Duration.ofSeconds(8));

    private static final int MOST_NAMES = 3;

    // Words only: the jar's bundle would keep the class loader.
    private final String bundle;
    private final String libraries;
    private final boolean hasFunctions;
    private final LogContext mark;
    private final WeakReference<ClassLoader> left;

    private NativeUnloading(InstalledJar jar, ClassLoader loader, boolean hasFunctions) {
        bundle = jar.toString();
        libraries = jar.staged().natives().stream()
                .map(library -> library.path().substring(library.path().lastIndexOf('/') + 1))
                .distinct()
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
        this.hasFunctions = hasFunctions;
        mark = jar.mark();
        left = new WeakReference<>(loader);
    }

    /**
     * @param jar one with native libraries
     * @param loader its class loader
     * @param hasFunctions whether it served some
     * @param later runs something after a time
     */
    static void begin(
            InstalledJar jar, ClassLoader loader, boolean hasFunctions, BiConsumer<Duration, Runnable> later) {
        NativeUnloading unloading = new NativeUnloading(jar, loader, hasFunctions);
        later.accept(PAUSE, () -> {
            // What has a finalizer goes by the second collection.
            if (!unloading.isGone()) {
                later.accept(PAUSE, unloading::tell);
            }
        });
    }

    private boolean isGone() {
        // Another version's look may have done it.
        if (left.get() != null) {
            System.gc();
        }
        return left.get() == null;
    }

    private void tell() {
        if (!isGone()) {
            String advice = hasFunctions
                    ? "If it is a library's, put the library beside the function in a jar of its own: then updates of the"
                            + " function do not load it again"
                    : "Each update of this jar adds one, until the runtime is restarted";
            mark.log(
                    LOG,
                    Level.WARNING,
                    bundle + " stays in memory, with its native libraries (" + libraries
                            + "): something still refers to its classes, most often native code by a global reference"
                            + " (JNI), which only the end of the process frees. " + advice);
        }
    }
}
