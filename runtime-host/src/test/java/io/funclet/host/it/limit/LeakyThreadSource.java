package io.funclet.host.it.limit;

import io.funclet.host.it.jar.FunctionSource;

/** Functions that leave only threads behind, and one that ends its own. All are of the package of {@link LeakySource}. */
final class LeakyThreadSource {

    private LeakyThreadSource() {}

    /** Has pools that it never shuts down: they wait for further tasks, whatever interrupts them. */
    static FunctionSource pools(String name) {
        return FunctionSource.component(LeakySource.PACKAGE, name, """
                static final class OwnKind implements java.util.concurrent.Executor, AutoCloseable {
                    private volatile boolean closed;
                    @Override public void execute(Runnable none) { new Worker().start(); }
                    @Override public void close() { closed = true; }

                    final class Worker extends Thread {
                        Worker() { super("pool-of-its-own-kind"); }
                        @Override public void run() {
                            while (!closed) {
                                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                            }
                        }
                    }
                }

                @Activate
                public void begin() throws Exception {
                    new OwnKind().execute(null);
                    java.util.concurrent.ThreadFactory named = task -> new Thread(task, "pool-of-pools");
                    java.util.concurrent.Executors.newFixedThreadPool(1, named).submit(() -> {}).get();
                    java.util.concurrent.Executors.newSingleThreadScheduledExecutor()
                            .scheduleAtFixedRate(() -> {}, 0, 1, java.util.concurrent.TimeUnit.MILLISECONDS);
                    new java.util.concurrent.ThreadPoolExecutor(
                            0, 9, 1, java.util.concurrent.TimeUnit.HOURS, new java.util.concurrent.SynchronousQueue<>(), named)
                            .submit(() -> {}).get();
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }

    /** Has a thread that does not heed its interruption, and a timer; neither is ever ended. */
    static FunctionSource stubborn(String name) {
        return FunctionSource.component(LeakySource.PACKAGE, name, """
                /** Java ends the thread of a timer that is garbage. */
                private static Timer timer;

                @Activate
                public void begin() {
                    Thread stubborn = new Thread(() -> {
                        while (true) {
                            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                        }
                    }, "stubborn");
                    stubborn.setDaemon(true);
                    stubborn.start();
                    timer = new Timer("timer-of-stubborn", true);
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }

    /** Ends its pool and its timer, as it should, and does not wait for it; has used what Java makes once for all. */
    static FunctionSource tidy(String name) {
        return FunctionSource.component(LeakySource.PACKAGE, name, """
                private final java.util.concurrent.ScheduledExecutorService pool =
                        java.util.concurrent.Executors.newScheduledThreadPool(1);

                @Activate
                public void begin() {
                    pool.scheduleAtFixedRate(() -> {}, 0, 1, java.util.concurrent.TimeUnit.MILLISECONDS);
                    new java.util.concurrent.CompletableFuture<Void>()
                            .orTimeout(1, java.util.concurrent.TimeUnit.MILLISECONDS);
                }

                @Deactivate
                public void end() {
                    pool.shutdown();
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }
}
