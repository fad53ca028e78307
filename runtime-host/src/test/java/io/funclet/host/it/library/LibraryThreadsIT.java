package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a library starts during a call of a function is the library's: an update of the function leaves it alone. */
class LibraryThreadsIT {

    private static final String LEFT = " has left behind: ";

    private static final FunctionSource LIBRARY = new FunctionSource("kept.Kept", """
            package kept;

            import java.util.*;
            import java.util.concurrent.*;

            public final class Kept {

                private static final CountDownLatch BEGUN = new CountDownLatch(6);
                private static final List<Object> ALL = new ArrayList<>();

                public static synchronized String start() throws Exception {
                    if (ALL.isEmpty()) {
                        ALL.add(pool(Executors.newSingleThreadExecutor()));
                        ALL.add(pool(Executors.newFixedThreadPool(1, task -> new Thread(task, "with-factory"))));
                        ALL.add(pool(new ThreadPoolExecutor(
                                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                                new ThreadPoolExecutor.AbortPolicy())));
                        ALL.add(pool(new ScheduledThreadPoolExecutor(1)));
                        Timer timer = new Timer("kept-timer", true);
                        timer.schedule(new TimerTask() { public void run() { BEGUN.countDown(); } }, 0);
                        ALL.add(timer);
                        Thread plain = new Thread(() -> {
                            BEGUN.countDown();
                            try { new CountDownLatch(1).await(); } catch (InterruptedException e) { }
                        }, "kept-plain");
                        plain.setDaemon(true);
                        plain.start();
                        ALL.add(plain);
                        Thread hook = new Thread(() -> {}, "kept-hook");
                        Runtime.getRuntime().addShutdownHook(hook);
                        ALL.add(hook);
                    }
                    BEGUN.await();
                    return state();
                }

                private static ExecutorService pool(ExecutorService pool) {
                    pool.execute(BEGUN::countDown);
                    return pool;
                }

                private static String state() {
                    Thread plain = (Thread) ALL.get(5);
                    Thread hook = (Thread) ALL.get(6);
                    boolean hooked = Runtime.getRuntime().removeShutdownHook(hook);
                    if (hooked) {
                        Runtime.getRuntime().addShutdownHook(hook);
                    }
                    return plain.isAlive() + " " + hooked;
                }
            }
            """);

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("uses");

    private static void deployUser(Path code, String version) throws Exception {
        FunctionJar.bundle("it.uses")
                .version(version)
                .component("uses", """
                        @Override
                        public Payload handle(Payload event, CallContext context) throws FunctionException {
                            try {
                                return Payload.of("%s " + kept.Kept.start());
                            } catch (Exception e) {
                                throw new RuntimeException(e);
                            }
                        }
                        """.formatted(version))
                .against(LIBRARY)
                .build()
                .deploy(code, "uses.jar");
    }

    private static void deployLibrary(Path code, String version) throws Exception {
        FunctionJar.bundle("it.kept")
                .version(version)
                .source(LIBRARY)
                .header("Export-Package", "kept;version=\"1.0\"")
                .build()
                .deploy(code, "kept.jar");
    }

    @Test
    void updatesOfAFunction_leaveThreadsOfALibrary_andKeepNoClassLoader() throws Exception {
        Path code = site.code("uses");
        deployLibrary(code, "1.0.0");
        deployUser(code, "1.0.0");
        site.awaitAnswer("uses", "1.0.0 true true");
        long loaders = site.bundleLoaders();

        for (String version : List.of("1.0.1", "1.0.2")) {
            deployUser(code, version);
            site.awaitAnswer("uses", version + " true true");
        }

        Await.until(
                "their class loaders are collected",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders,
                () -> "more than " + loaders);
        assertEquals("1.0.2 true true", site.callers().call("uses", ""));
        assertEquals(
                0,
                site.log().lines().stream().filter(line -> line.contains(LEFT)).count());

        // They are still somebody's.
        deployLibrary(code, "2.0.0");
        String line = site.log().awaitAll("it.kept 1.0.0 (uses/kept.jar)", LEFT);
        for (String left :
                List.of("pool-", "with-factory", "kept-timer", "thread kept-plain", "shutdown hook kept-hook")) {
            assertTrue(line.contains(left), () -> left + " is not in: " + line);
        }
    }
}
