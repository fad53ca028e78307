#!/bin/sh
# Surprise: where no thread can be had, ScheduledThreadPoolExecutor.schedule and ThreadPoolExecutor.execute throw an
# OutOfMemoryError, and yet the task stays in the queue and runs later. Who catches the error and tries again has it run
# twice. A CompletableFuture does the opposite: complete() says nothing, and the dependent task is lost.
#
# What most would guess: what has thrown has not taken the task, as with RejectedExecutionException; and complete() either
# throws or has the dependent task run.
#
# Why: both executors queue the task first and start a worker for it afterwards, which may fail (with core threads, a plain
# ThreadPoolExecutor begins with the worker, and the task is gone). CompletableFuture catches what its executor throws and
# completes the dependent stage with it, where nobody looks as a rule.
#
# Versions: OpenJDK 17.0.15 and Temurin 25.0.3. Source: java.util.concurrent.ScheduledThreadPoolExecutor.delayedExecute,
# ThreadPoolExecutor.execute and addWorker, CompletableFuture.UniCompletion.claim. The documentation of Executor names
# RejectedExecutionException and NullPointerException only.
#
# The first thread of each pool asks for a stack of 1 PiB, which the system refuses as it refuses threads beyond a limit
# (pids.max, ulimit -u): the same error of the same JVM, without a limit that needs root.
#
# Needs a JDK (java in the PATH, or JAVA_HOME) on 64-bit Linux. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Queued.java <<'JAVA'
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

public class Queued {
    /** The first thread cannot be had, further ones can. */
    static ThreadFactory factory() {
        AtomicInteger threads = new AtomicInteger();
        return task -> new Thread(null, task, "worker", threads.getAndIncrement() == 0 ? 1L << 50 : 0);
    }

    static void see(String what, Object seen, Object stated) {
        System.out.println("  " + what + ": " + seen);
        if (!String.valueOf(seen).equals(String.valueOf(stated))) {
            System.out.println("  not as stated: " + stated);
            System.exit(1);
        }
    }

    static String thrownBy(Runnable action) {
        try {
            action.run();
            return "nothing";
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("ScheduledThreadPoolExecutor(1)");
        AtomicInteger runs = new AtomicInteger();
        ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, factory());
        Runnable schedule = () -> scheduled.schedule(runs::incrementAndGet, 0, TimeUnit.MILLISECONDS);
        see("the first schedule throws", thrownBy(schedule), "OutOfMemoryError");
        see("tried again, it throws", thrownBy(schedule), "nothing");
        scheduled.shutdown();
        see("ended", scheduled.awaitTermination(1, TimeUnit.MINUTES), true);
        see("runs of the task", runs, 2);

        System.out.println("ThreadPoolExecutor(0, 4) with a queue");
        runs.set(0);
        ThreadPoolExecutor queued =
                new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory());
        Runnable execute = () -> queued.execute(runs::incrementAndGet);
        see("the first execute throws", thrownBy(execute), "OutOfMemoryError");
        see("tried again, it throws", thrownBy(execute), "nothing");
        queued.shutdown();
        see("ended", queued.awaitTermination(1, TimeUnit.MINUTES), true);
        see("runs of the task", runs, 2);

        System.out.println("CompletableFuture.thenRunAsync, on an executor of its own");
        runs.set(0);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory());
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<Void> dependent = source.thenRunAsync(runs::incrementAndGet, pool);
        see("complete throws", thrownBy(() -> source.complete("value")), "nothing");
        see("the dependent stage has failed", dependent.isCompletedExceptionally(), true);
        pool.execute(() -> {});
        pool.shutdown();
        see("ended", pool.awaitTermination(1, TimeUnit.MINUTES), true);
        see("runs of the task", runs, 0);
        System.out.println("It is as stated.");
    }
}
JAVA
java -Xlog:disable -Xlog:all=error:stderr Queued.java
