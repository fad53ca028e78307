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

    /** Code of a bundle. */
    @FunctionalInterface
    public interface Step {
        void run() throws RejectedException;
    }

    /** Is told when a step takes longer than most do. */
    interface Patience {

        /** From now on, the calling thread only waits. */
        void begin();

        /** The wait is over. */
        void end();

        /**
         * Run from time to time by the waiting thread.
         *
         * @throws RejectedException to end the wait
         */
        default void check() throws RejectedException {}
    }

    /** A step hangs, and was given up. It may go on until it ends by itself. */
    public static final class HangingException extends RejectedException {

        private static final long serialVersionUID = 1L;

        private HangingException(String reason) {
            super(reason, null, Remedy.REPLACEMENT, true);
        }

        private HangingException(RejectedException rejected) {
            super(rejected.getMessage(), rejected, rejected.remedy(), rejected.isTemporary());
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
     * @param name of the thread
     * @param limit how long to wait
     * @param step what to run
     * @param leftBehind run by the thread itself when a step ends after the wait for it
     * @param patience told if the step takes long, and asked whether to go on waiting
     * @throws HangingException if it does not end in time, with the place where it hangs; or when the patience ends
     * @throws RejectedException as the step does, or if there is no thread for it
     */
    public static void run(String name, Duration limit, Step step, Runnable leftBehind, Patience patience)
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
                name,
                limit);
        try {
            await(task, limit.toMillis(), patience);
        } catch (TimeoutException hangs) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (task.cancel(true)) {
                throw new HangingException(
                        "did not start within " + limit.toSeconds() + " s; it hangs at " + place(thread, stack));
            }
            result(task);
        } catch (RejectedException ended) {
            if (task.cancel(true)) {
                throw new HangingException(ended);
            }
            result(task);
        } catch (InterruptedException stopping) {
            task.cancel(true);
            throw new RejectedException("the process is stopping", stopping);
        } catch (ExecutionException failed) {
            throw unwrap(failed);
        }
    }

    /** The frame of the bundle, and what it calls there. */
    private static String place(Thread thread, StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "its end";
        }
        return BundleStackFrames.first(thread, stack)
                .filter(own -> !own.equals(stack[0]))
                .map(own -> own + ", in " + stack[0])
                .orElse(stack[0].toString());
    }

    /**
     * At the limit of threads, waits a moment for a free one. After that the deployment ends, and is tried again later: a
     * SIGTERM may need its thread.
     */
    private static Thread started(Runnable work, String name, Duration limit) throws RejectedException {
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
                            "there is no thread to start it on: " + noThread.getMessage(), noThread);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static void await(FutureTask<Void> task, long limitMillis, Patience patience)
            throws InterruptedException, ExecutionException, TimeoutException, RejectedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        try {
            task.get(Math.min(SWIFT_MILLIS, limitMillis), TimeUnit.MILLISECONDS);
            return;
        } catch (TimeoutException slow) {
            patience.begin();
        }
        try {
            while (!endsWithin(task, Math.min(CHECK_MILLIS, millisUntil(end)))) {
                if (millisUntil(end) <= 0) {
                    throw new TimeoutException();
                }
                patience.check();
            }
        } finally {
            patience.end();
        }
    }

    private static boolean endsWithin(FutureTask<Void> task, long millis)
            throws InterruptedException, ExecutionException {
        try {
            task.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private static void result(FutureTask<Void> task) throws RejectedException {
        try {
            task.get();
        } catch (InterruptedException stopping) {
            throw new RejectedException("the process is stopping", stopping);
        } catch (ExecutionException failed) {
            throw unwrap(failed);
        }
    }

    private static RejectedException unwrap(ExecutionException failed) {
        return failed.getCause() instanceof RejectedException rejected ? rejected : ofCode(failed.getCause());
    }

    private static RejectedException ofCode(Throwable thrown) {
        String reason = "does not start: " + thrown;
        return ActivationFailure.isLasting(thrown)
                ? new RejectedException(reason, thrown)
                : RejectedException.failedStart(reason, thrown);
    }
}
