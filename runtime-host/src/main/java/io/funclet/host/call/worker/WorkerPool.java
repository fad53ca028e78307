package io.funclet.host.call.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The workers that take tasks from a queue, from one renewal to the next.
 *
 * <p>To wake a thread costs more than a short function. So a task wakes one only if none is on its way to the queue
 * already; who arrives there wakes the next one, if there is more to do. Short functions are thus run by few threads,
 * and a function that blocks holds nobody up for longer than it takes to wake a thread. At any time, if there is a task,
 * either a worker is on its way, or all that may be there are busy, and will look at the queue when they are not.
 */
final class WorkerPool {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final IntSupplier max;
    private final IntSupplier lost;
    private final ThreadFactory threads;
    private final Queue<Runnable> tasks;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Worker> members = new LinkedHashSet<>();

    /** The one that became idle last is woken first, so that the others get old enough to go. */
    @GuardedBy("lock")
    private final Deque<Worker> idle = new ArrayDeque<>();

    /** Whether a worker is on its way to the queue. Set under the lock; reset by that worker. */
    private volatile boolean waking;

    /** Written under the lock. */
    private volatile boolean dismissed;

    /** The number of members. Written under the lock. */
    private volatile int size;

    WorkerPool(IntSupplier max, IntSupplier lost, ThreadFactory threads, Queue<Runnable> tasks) {
        this.max = max;
        this.lost = lost;
        this.threads = threads;
        this.tasks = tasks;
    }

    /**
     * Sees to it that somebody comes for the tasks.
     *
     * @throws Error if a thread cannot be had, and there is no other
     */
    void wake() {
        if (waking || tasks.isEmpty()) {
            return;
        }
        Worker woken;
        boolean found;
        synchronized (lock) {
            woken = idle.peekLast();
            found = woken != null;
            if (waking || dismissed || !found && size >= max.getAsInt() && size >= allowed()) {
                return;
            }
            if (found) {
                idle.removeLast();
                woken.called = true;
            } else {
                woken = new Worker();
                members.add(woken);
                size++;
            }
            waking = true;
        }
        if (found) {
            LockSupport.unpark(woken.thread);
        } else {
            start(woken);
        }
    }

    /** Workers that a function does not give back count no longer: others take their place, up to as many again. */
    private int allowed() {
        int most = max.getAsInt();
        return most + Math.min(lost.getAsInt(), most);
    }

    private void start(Worker worker) {
        try {
            threads.newThread(worker).start();
        } catch (Error none) {
            boolean alone;
            synchronized (lock) {
                remove(worker);
                waking = false;
                alone = size == 0;
            }
            if (alone) {
                throw none;
            }
            // At the limit of the system's threads, those that there are have to do.
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // all callers hold the lock
    @GuardedBy("lock")
    private void remove(Worker worker) {
        if (members.remove(worker)) {
            size--;
        }
    }

    /** Lets the workers go, each after the task that it has. */
    void dismiss() {
        List<Worker> waiting;
        synchronized (lock) {
            dismissed = true;
            waiting = new ArrayList<>(idle);
            idle.clear();
        }
        waiting.forEach(worker -> LockSupport.unpark(worker.thread));
    }

    /** Interrupts what runs. */
    void interrupt() {
        synchronized (lock) {
            for (Worker worker : members) {
                if (worker.thread != null) {
                    worker.thread.interrupt();
                }
            }
        }
    }

    private final class Worker implements Runnable {

        private volatile Thread thread;

        /** Whether this is the one on its way. Set under the lock by whoever wakes it; reset by itself. */
        private volatile boolean called = true;

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                while (!dismissed) {
                    Runnable task = tasks.poll();
                    if (called) {
                        called = false;
                        waking = false;
                        wake();
                    }
                    if (task != null) {
                        run(task);
                    }
                    if (task == null ? !await() : size > max.getAsInt() && isTooMany()) {
                        return;
                    }
                }
            } finally {
                synchronized (lock) {
                    remove(this);
                }
            }
        }

        private void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable defect) {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
            }
        }

        /** Whether the one that this worker took the place of has come back. */
        private boolean isTooMany() {
            synchronized (lock) {
                boolean tooMany = size > allowed();
                if (tooMany) {
                    remove(this);
                }
                return tooMany;
            }
        }

        /** Waits to be called. Returns whether it was. */
        private boolean await() {
            synchronized (lock) {
                if (dismissed) {
                    return false;
                }
                idle.addLast(this);
            }
            // For a task that came while this worker was not idle yet, and not busy any more.
            wake();
            long end = System.nanoTime() + IDLE_NANOS;
            while (!called && !dismissed) {
                long left = end - System.nanoTime();
                if (left <= 0 && isLeftAlone()) {
                    return false;
                }
                LockSupport.parkNanos(WorkerPool.this, left);
                // One that a function's own thread has sent too late must not keep this one from parking.
                Thread.interrupted();
            }
            return true;
        }

        /** Whether nobody has called this worker until now, and hence nobody will. */
        private boolean isLeftAlone() {
            synchronized (lock) {
                return idle.remove(this);
            }
        }
    }
}
