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
 * The workers that take tasks from a queue, until the pool is renewed.
 *
 * <p>Waking a thread costs more than a short function. So a task wakes a worker only if none is being woken; that
 * worker wakes the next one if there are more tasks. Thus few threads run short functions, and a blocking function
 * delays others only by one wake-up. While there is a task, either a worker is being woken, or all are busy and look at
 * the queue afterwards.
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

    /** The last idle worker is woken first, so that the others can time out. */
    @GuardedBy("lock")
    private final Deque<Worker> idle = new ArrayDeque<>();

    /** Whether a worker is being woken. Set under the lock; reset by that worker. */
    private volatile boolean waking;

    /** Written under the lock. */
    private volatile boolean dismissed;

    /** Of the members. Written under the lock. */
    private volatile int size;

    WorkerPool(IntSupplier max, IntSupplier lost, ThreadFactory threads, Queue<Runnable> tasks) {
        this.max = max;
        this.lost = lost;
        this.threads = threads;
        this.tasks = tasks;
    }

    /**
     * Wakes or starts a worker for the tasks, if needed.
     *
     * @throws Error if the system gives no thread, and the pool has none
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

    /** Workers lost to a function do not count: others replace them, up to as many again. */
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
            // At the thread limit of the system, the existing workers have to do.
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // all callers hold the lock
    @GuardedBy("lock")
    private void remove(Worker worker) {
        if (members.remove(worker)) {
            size--;
        }
    }

    /** Lets each worker end after its current task. */
    void dismiss() {
        List<Worker> waiting;
        synchronized (lock) {
            dismissed = true;
            waiting = new ArrayList<>(idle);
            idle.clear();
        }
        waiting.forEach(worker -> LockSupport.unpark(worker.thread));
    }

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

        /** Whether this worker is being woken. Set under the lock; reset by this worker. */
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

        /** Whether the worker that this one replaced has come back. */
        private boolean isTooMany() {
            synchronized (lock) {
                boolean tooMany = size > allowed();
                if (tooMany) {
                    remove(this);
                }
                return tooMany;
            }
        }

        /** Waits to be woken. Returns whether it was. */
        private boolean await() {
            synchronized (lock) {
                if (dismissed) {
                    return false;
                }
                idle.addLast(this);
            }
            // For a task that arrived just before this worker became idle.
            wake();
            long end = System.nanoTime() + IDLE_NANOS;
            while (!called && !dismissed) {
                long left = end - System.nanoTime();
                if (left <= 0 && isLeftAlone()) {
                    return false;
                }
                LockSupport.parkNanos(WorkerPool.this, left);
                // A late interruption from a thread of a function must not keep this one from parking.
                Thread.interrupted();
            }
            return true;
        }

        /** Whether this worker has timed out without being woken. */
        private boolean isLeftAlone() {
            synchronized (lock) {
                return idle.remove(this);
            }
        }
    }
}
