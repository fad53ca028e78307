package io.funclet.host.deploy.work;

import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.BundleStackFrames;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Runs code of bundles, which may hang, on a thread of its own with a time limit. */
public final class BoundedTask {

    @FunctionalInterface
    public interface Step {
        void run() throws RejectedException;
    }

    /** Is told when a step takes longer than most do: from then on, the calling thread only waits. */
    interface Patience {

        void begin();

        void end();

        /** Run from time to time by the waiting thread. Throws to end the wait. */
        default void check() throws RejectedException {}
    }

    /** A step hangs, and was given up. It may go on until it ends by itself. */
    public static final class HangingException extends RejectedException {

        private static final long serialVersionUID = 1L;

        private HangingException(RejectedException reason) {
            super(reason.getMessage(), reason, reason.remedy(), reason.isTemporary());
        }
    }

    /** Most bundles start within this. */
    private static final long SWIFT_MILLIS = 200;

    private static final long CHECK_MILLIS = 100;

    private static final long THREAD_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private BoundedTask() {}

    /**
     * Runs a step and waits for it.
     *
     * @param verb what the step does: {@code start}, say
     * @param jar to what; both name the thread
     * @param leftBehind run by the thread itself when a step ends after the wait for it
     * @param patience told if the step takes long, and asked whether to go on waiting
     * @throws HangingException if it does not end in time, with the place where it hangs; or when the patience ends
     * @throws RejectedException as the step does, or if there is no thread for it
     */
    public static void run(String verb, String jar, Duration limit, Step step, Runnable leftBehind, Patience patience)
            throws RejectedException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        Thread thread = started(
                () -> {
                    task.run();
                    if (task.isCancelled()) {
                        leftBehind.run();
                    }
                },
                verb + "-" + jar,
                verb,
                limit);
        try {
            await(task, thread, verb, limit, patience);
        } catch (RejectedException ended) {
            throw task.cancel(true) ? new HangingException(ended) : ended;
        } catch (InterruptedException stopping) {
            task.cancel(true);
            throw new RejectedException("the process is stopping", stopping);
        }
    }

    /** The frame of the bundle, and what it calls there. */
    private static String place(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length == 0) {
            return "its end";
        }
        return BundleStackFrames.first(thread, stack)
                .filter(own -> !own.equals(stack[0]))
                .map(own -> own + ", in " + stack[0])
                .orElse(stack[0].toString());
    }

    /**
     * At the limit of threads, waits a moment for a free one. Then the deployment ends, and is tried again later: a SIGTERM
     * may need its thread.
     */
    private static Thread started(Runnable work, String name, String verb, Duration limit) throws RejectedException {
        long began = System.nanoTime();
        while (true) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            // Not the runtime's: functions must not see its classes, and SCR would search all its jars for an XML
            // parser.
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            try {
                thread.start();
                return thread;
            } catch (OutOfMemoryError noThread) {
                if (System.nanoTime() - began >= Math.min(limit.toNanos(), THREAD_WAIT_NANOS)
                        || Thread.currentThread().isInterrupted()) {
                    throw RejectedException.noResources(
                            "there is no thread to " + verb + " it on: " + noThread.getMessage(), noThread);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static void await(FutureTask<Void> task, Thread thread, String verb, Duration limit, Patience patience)
            throws InterruptedException, RejectedException {
        long end = System.nanoTime() + limit.toNanos();
        if (endsWithin(task, Math.min(SWIFT_MILLIS, limit.toMillis()))) {
            return;
        }
        patience.begin();
        try {
            while (!endsWithin(task, Math.min(CHECK_MILLIS, millisUntil(end)))) {
                if (millisUntil(end) <= 0) {
                    throw RejectedException.failedStart(
                            "did not " + verb + " within " + limit.toSeconds() + " s; it hangs at " + place(thread),
                            null);
                }
                patience.check();
            }
        } finally {
            patience.end();
        }
    }

    private static boolean endsWithin(FutureTask<Void> task, long millis)
            throws InterruptedException, RejectedException {
        try {
            task.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RejectedException rejected ? rejected : ofCode(failed.getCause());
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private static RejectedException ofCode(Throwable thrown) {
        String reason = "does not start: " + thrown;
        return ActivationFailure.isLasting(thrown)
                ? new RejectedException(reason, thrown)
                : RejectedException.failedStart(reason, thrown);
    }
}
