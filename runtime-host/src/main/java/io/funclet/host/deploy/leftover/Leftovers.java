package io.funclet.host.deploy.leftover;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.framework.guard.ClassValues;
import io.funclet.host.framework.guard.FlightRecorders;
import io.funclet.host.framework.guard.NativeFiles;
import io.funclet.host.framework.guard.Providers;
import io.funclet.host.framework.guard.Settings;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.manager.BundleLogManager;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Finds what a version of a bundle has left in the process, removes it as far as possible, and logs it. */
public final class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());

    /** A pool that was shut down at the stop may finish its tasks. */
    private static final Duration GRACE = LaunchProfile.fixedWait(Duration.ofSeconds(3));

    private static final Duration PATIENCE = LaunchProfile.fixedWait(Duration.ofSeconds(3));

    /** A line stays readable. */
    private static final int MOST_NAMED = 10;

    private final String bundle;
    private final LogContext mark;
    private final BiConsumer<Duration, Runnable> later;

    /** Several threads add to it. */
    private final List<String> swept = Collections.synchronizedList(new ArrayList<>());

    /**
     * Makes a search that has not begun.
     *
     * @param bundle its name in the log
     * @param mark marks lines about it
     * @param later runs something after a time, on a thread that it may keep for some milliseconds
     */
    public Leftovers(String bundle, LogContext mark, BiConsumer<Duration, Runnable> later) {
        this.bundle = bundle;
        this.mark = mark;
        this.later = later;
    }

    /**
     * Removes what the bundle has left, after its stop and before its uninstallation. Threads get some seconds to end, and
     * are then interrupted once. Waits for nothing.
     *
     * @param loader its class loader
     * @param uncaught the default handler of uncaught exceptions before the bundles; may be {@code null}
     * @param lasting each runs something soon, on a thread that lives as long as the process
     */
    public void sweep(ClassLoader loader, UncaughtExceptionHandler uncaught, Iterable<? extends Executor> lasting) {
        List<Place> places = List.of(
                Drivers::sweep,
                // Not as a method reference, which would fail here on a Java without the module.
                all -> MBeans.sweep(all),
                all -> FlightRecorders.giveBack(all),
                all -> ImageProviders.sweep(all),
                AwtContext::sweep,
                ClassValues::giveBack,
                JvmRegistries::shutdownHooks,
                BundleLogManager::giveBack,
                JvmRegistries::systemProperties,
                all -> JvmRegistries.defaults(all, uncaught),
                Settings::giveBack,
                Providers::giveBack,
                NativeFiles::giveBack,
                new JnaOptions(),
                JvmRegistries::resourceBundles);
        for (Place place : places) {
            try {
                swept.addAll(place.sweep(loader));
            } catch (RuntimeException | LinkageError e) {
                // A Java without the module, or a faulty object.
                LOG.log(Level.FINE, "not all that " + bundle + " may have left behind was looked for", e);
            }
        }
        List<Thread> threads = LeftThreads.of(loader);
        CompletableFuture.allOf(sweepLastingThreads(loader, lasting))
                .whenComplete((all, failure) ->
                        later.accept(threads.isEmpty() ? Duration.ZERO : GRACE, () -> end(threads, loader)));
    }

    /** On each thread, when it is free. */
    private CompletableFuture<?>[] sweepLastingThreads(ClassLoader loader, Iterable<? extends Executor> lasting) {
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        for (Executor thread : lasting) {
            try {
                looks.add(CompletableFuture.runAsync(() -> swept.addAll(ThreadLocals.sweep(loader)), thread));
            } catch (RejectedExecutionException stopping) {
                // The thread ends, and its thread locals with it.
            }
        }
        return looks.toArray(CompletableFuture[]::new);
    }

    private void end(List<Thread> threads, ClassLoader loader) {
        List<Thread> living = threads.stream().filter(Thread::isAlive).toList();
        List<String> found =
                new ArrayList<>(living.stream().map(LeftThreads::words).toList());
        found.addAll(swept);
        if (!found.isEmpty()) {
            warn(bundle + " has left behind: " + named(found)
                    + "; threads are interrupted, pools shut down, all else is removed");
        }
        if (!living.isEmpty()) {
            living.forEach(thread -> PoolThread.end(thread, loader));
            later.accept(PATIENCE, () -> tellOfStubborn(living));
        }
    }

    private void tellOfStubborn(List<Thread> threads) {
        List<String> living =
                threads.stream().filter(Thread::isAlive).map(LeftThreads::words).toList();
        if (!living.isEmpty()) {
            warn(bundle + " cannot be unloaded, because this goes on although it was interrupted: " + named(living));
        }
    }

    private void warn(String text) {
        mark.log(LOG, Level.WARNING, text);
    }

    private static String named(List<String> all) {
        // Several event loops may have the same.
        List<String> found = all.stream().distinct().toList();
        String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        // Names are the bundle's own.
        String line = named.replaceAll("\\p{Cntrl}+", " ");
        return found.size() <= MOST_NAMED ? line : line + ", and " + (found.size() - MOST_NAMED) + " more";
    }
}
