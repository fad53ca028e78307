package io.funclet.host.deploy.leftover;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a version of a bundle has left in the process, sweeps it as far as that is possible, and names it. */
public final class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());

    /** A pool that was shut down when the bundle stopped may finish what it has. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** A line stays readable. */
    private static final int MOST_NAMED = 10;

    private final List<Place> places;
    private final BiConsumer<Duration, Runnable> later;

    /**
     * Looks at nothing yet.
     *
     * @param uncaught the default handler of uncaught exceptions that was there before the bundles; may be {@code null}
     * @param later runs something after a time, on a thread that it may keep for some milliseconds
     */
    public Leftovers(UncaughtExceptionHandler uncaught, BiConsumer<Duration, Runnable> later) {
        this.later = later;
        places = List.of(
                new Drivers(),
                new MBeans(),
                new ShutdownHooks(),
                new LogHandlers(),
                new SystemProperties(),
                new Defaults(uncaught),
                new ResourceBundles());
    }

    /**
     * Sweeps what a bundle has left that is stopped and not yet uninstalled. Threads are given some seconds to end, are
     * interrupted once, and never stopped. Waits for nothing.
     *
     * @param bundle how the log names it
     * @param loader its class loader
     */
    public void sweep(String bundle, ClassLoader loader) {
        List<String> swept = new ArrayList<>();
        for (Place place : places) {
            try {
                swept.addAll(place.sweep(loader));
            } catch (RuntimeException | LinkageError e) {
                // A Java without the module, or an object that does not do what it should.
                LOG.log(Level.FINE, place.getClass().getSimpleName() + " were not swept", e);
            }
        }
        List<LeftThread> threads = LeftThread.of(loader);
        if (threads.isEmpty()) {
            tell(bundle, swept);
        } else {
            later.accept(GRACE, () -> interrupt(bundle, swept, threads));
        }
    }

    private void interrupt(String bundle, List<String> swept, List<LeftThread> threads) {
        List<LeftThread> living = threads.stream().filter(LeftThread::isAlive).toList();
        tell(
                bundle,
                Stream.concat(living.stream().map(LeftThread::toString), swept.stream())
                        .toList());
        if (!living.isEmpty()) {
            living.forEach(LeftThread::interrupt);
            later.accept(PATIENCE, () -> tellOfStubborn(bundle, living));
        }
    }

    private static void tell(String bundle, List<String> found) {
        if (!found.isEmpty()) {
            LOG.warning(
                    bundle + " has left behind: " + named(found) + "; threads are interrupted, all else is removed");
        }
    }

    private static void tellOfStubborn(String bundle, List<LeftThread> threads) {
        List<String> living = threads.stream()
                .filter(LeftThread::isAlive)
                .map(LeftThread::toString)
                .toList();
        if (!living.isEmpty()) {
            LOG.warning(
                    bundle + " cannot be unloaded, because this goes on although it was interrupted: " + named(living));
        }
    }

    private static String named(List<String> found) {
        String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        // Names are the bundle's own.
        String line = named.replaceAll("\\p{Cntrl}+", " ");
        return found.size() <= MOST_NAMED ? line : line + ", and " + (found.size() - MOST_NAMED) + " more";
    }
}
