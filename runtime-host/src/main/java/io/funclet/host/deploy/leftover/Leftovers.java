package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.guard.NativeFiles;
import io.funclet.host.framework.guard.Providers;
import io.funclet.host.framework.guard.Settings;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.manager.SharedLogManager;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a version of a bundle has left in the process, removes it as far as possible, and logs it. */
public final class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());

    /** A pool that was shut down at the stop may finish its tasks. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** A line stays readable. */
    private static final int MOST_NAMED = 10;

    private final List<Place> places;
    private final BiConsumer<Duration, Runnable> later;
    private final Iterable<? extends Executor> lasting;

    /**
     * Makes a search that has not begun.
     *
     * @param uncaught the default handler of uncaught exceptions that was there before the bundles; may be {@code null}
     * @param later runs something after a time, on a thread that it may keep for some milliseconds
     * @param lasting each runs something soon, on a thread that lives as long as the process
     */
    public Leftovers(
            UncaughtExceptionHandler uncaught,
            BiConsumer<Duration, Runnable> later,
            Iterable<? extends Executor> lasting) {
        this.later = later;
        this.lasting = lasting;
        places = List.of(
                new Drivers(),
                new MBeans(),
                new ShutdownHooks(),
                SharedLogManager::giveBack,
                new ChangedSystemProperties(),
                new Defaults(uncaught),
                Settings::giveBack,
                Providers::giveBack,
                NativeFiles::giveBack,
                new ResourceBundles());
    }

    /**
     * Removes what a bundle has left, after its stop and before its uninstallation. Threads get some seconds to end, and are
     * then interrupted once. Waits for nothing.
     *
     * @param bundle its name in the log
     * @param mark marks lines about it
     * @param loader its class loader
     */
    public void sweep(String bundle, LogContext mark, ClassLoader loader) {
        // Other threads add to it meanwhile.
        List<String> swept = Collections.synchronizedList(new ArrayList<>());
        for (Place place : places) {
            try {
                swept.addAll(place.sweep(loader));
            } catch (RuntimeException | LinkageError e) {
                // A Java without the module, or a faulty object.
                LOG.log(Level.FINE, "not all that " + bundle + " may have left behind was looked for", e);
            }
        }
        List<LeftThread> threads = LeftThread.of(loader);
        CompletableFuture.allOf(sweepLastingThreads(loader, swept))
                .whenComplete((all, failure) -> later.accept(Duration.ZERO, () -> end(bundle, mark, swept, threads)));
    }

    /**
     * Removes the context class loaders of bundles from threads that Java and the framework share. To be called every few
     * seconds; costs next to nothing.
     */
    public static void detachSharedThreads() {
        LeftThread.detachShared();
    }

    /** On each thread, when it is free. */
    private CompletableFuture<?>[] sweepLastingThreads(ClassLoader loader, List<String> swept) {
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

    private void end(String bundle, LogContext mark, List<String> swept, List<LeftThread> threads) {
        if (threads.isEmpty()) {
            tell(bundle, mark, swept);
        } else {
            later.accept(GRACE, () -> interrupt(bundle, mark, swept, threads));
        }
    }

    private void interrupt(String bundle, LogContext mark, List<String> swept, List<LeftThread> threads) {
        List<LeftThread> living = threads.stream().filter(LeftThread::isAlive).toList();
        tell(
                bundle,
                mark,
                Stream.concat(living.stream().map(LeftThread::toString), swept.stream())
                        .toList());
        if (!living.isEmpty()) {
            living.forEach(LeftThread::interrupt);
            later.accept(PATIENCE, () -> tellOfStubborn(bundle, mark, living));
        }
    }

    private static void tell(String bundle, LogContext mark, List<String> found) {
        if (!found.isEmpty()) {
            String text =
                    bundle + " has left behind: " + named(found) + "; threads are interrupted, all else is removed";
            mark.log(LOG, Level.WARNING, text);
        }
    }

    private static void tellOfStubborn(String bundle, LogContext mark, List<LeftThread> threads) {
        List<String> living = threads.stream()
                .filter(LeftThread::isAlive)
                .map(LeftThread::toString)
                .toList();
        if (!living.isEmpty()) {
            String text =
                    bundle + " cannot be unloaded, because this goes on although it was interrupted: " + named(living);
            mark.log(LOG, Level.WARNING, text);
        }
    }

    private static String named(List<String> all) {
        // Several event loops may have the same.
        List<String> found = all.stream().distinct().toList();
        String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        // Names are the bundle's own.
        String line = named.replaceAll("\\p{Cntrl}+", " ");
        return found.size() <= MOST_NAMED ? line : line + ", and " + (found.size() - MOST_NAMED) + " more";
    }

    /**
     * Finds threads by their context class loader, such as those that a failed start has left. Any thread.
     *
     * @param isMeant accepts a context class loader, which may be {@code null}
     * @return their names
     */
    public static List<String> threads(Predicate<ClassLoader> isMeant) {
        return LeftThread.all().stream()
                .filter(thread -> thread != Thread.currentThread() && isMeant.test(thread.getContextClassLoader()))
                .map(Thread::getName)
                .toList();
    }
}
