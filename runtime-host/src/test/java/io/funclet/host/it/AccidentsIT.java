package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A function does what it must not, one thing after the other in one process. The calls and updates of the function of
 * another code directory are served all the time.
 */
class AccidentsIT {

    private static final String WAYS = """
            private static final java.util.concurrent.CountDownLatch NEVER = new java.util.concurrent.CountDownLatch(1);

            private static void never() {
                try {
                    NEVER.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            private static void daemon(Runnable task) {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.start();
            }

            private static void hold(Object lock) throws Exception {
                var held = new java.util.concurrent.CountDownLatch(1);
                daemon(() -> {
                    synchronized (lock) {
                        held.countDown();
                        never();
                    }
                });
                held.await();
            }

            @Override
            public Payload handle(Payload event, CallContext context) throws Exception {
                Thread own = Thread.currentThread();
                switch (event.text()) {
                    case "interrupt all threads" -> Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
                    case "change the thread" -> {
                        own.setContextClassLoader(null);
                        own.setPriority(Thread.MAX_PRIORITY);
                        own.setName("mine");
                        own.setUncaughtExceptionHandler((thread, e) -> { throw new IllegalStateException(); });
                    }
                    case "handle uncaught exceptions" -> {
                        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> { throw new IllegalStateException(); });
                        Thread dying = new Thread(() -> { throw new IllegalStateException("on purpose"); });
                        dying.start();
                        dying.join();
                    }
                    case "set defaults" -> {
                        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
                        java.net.ProxySelector.setDefault(null);
                        java.net.Authenticator.setDefault(new java.net.Authenticator() {});
                    }
                    case "close streams" -> {
                        System.out.close();
                        System.err.close();
                        System.in.close();
                    }
                    case "reset the log" -> {
                        java.util.logging.LogManager.getLogManager().reset();
                        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
                        java.util.logging.LogManager.getLogManager().readConfiguration(
                                new java.io.ByteArrayInputStream(".level=OFF".getBytes()));
                    }
                    case "set properties" -> {
                        System.setProperties(new Properties());
                        for (String name : List.of("java.io.tmpdir", "user.dir", "line.separator", "file.encoding")) {
                            System.setProperty(name, "/none");
                        }
                    }
                    case "fill the common pool" -> {
                        for (int i = 0; i < 100; i++) {
                            java.util.concurrent.ForkJoinPool.commonPool().execute(Function_clumsy::never);
                        }
                    }
                    case "start threads" -> {
                        for (int i = 0; i < 300; i++) {
                            daemon(Function_clumsy::never);
                        }
                    }
                    case "keep direct memory" -> {
                        List<Object> kept = new ArrayList<>();
                        while (true) {
                            kept.add(java.nio.ByteBuffer.allocateDirect(1 << 20));
                        }
                    }
                    case "fill the heap" -> {
                        List<Object> kept = new ArrayList<>();
                        while (true) {
                            kept.add(new byte[1 << 20]);
                        }
                    }
                    case "overflow the stack" -> handle(event, context);
                    case "hold monitors" -> {
                        for (Object shared : List.of(
                                Runtime.getRuntime(), Thread.class, String.class, "", Boolean.TRUE, Locale.class,
                                TimeZone.class, java.security.Security.class, own, context,
                                java.util.logging.Logger.getLogger(""), java.util.logging.LogManager.getLogManager(),
                                getClass().getClassLoader(), ClassLoader.getSystemClassLoader())) {
                            hold(shared);
                        }
                    }
                    default -> {
                        // The place of the code directory: the last word.
                        Path directory = Path.of(event.text().substring(event.text().lastIndexOf(' ') + 1));
                        Files.delete(directory.resolve("fn.jar"));
                        Files.delete(directory);
                        Files.writeString(directory, "a file");
                    }
                }
                return event;
            }
            """;

    private static final String STEADY = """
            System.out.println("printed");
            java.util.logging.Logger.getLogger("by.steady").info("logged");
            return Payload.of("%s " + (Thread.currentThread().isInterrupted() ? "interrupted" : "well"));
            """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("clumsy", "steady");

    private static void deploySteady(String version) throws Exception {
        FunctionJar.bundle("it.steady")
                .version(version)
                .function("steady", STEADY.formatted(version))
                .build()
                .deploy(site.code("steady"), "fn.jar");
    }

    @Test
    void functionOfAnotherDirectory_isServedAndUpdated_whateverOneDoes() throws Exception {
        FunctionJar.bundle("it.clumsy").component("clumsy", WAYS).build().deploy(site.code("clumsy"), "fn.jar");
        deploySteady("1.0.0");
        site.awaitServing("clumsy", "steady");
        List<String> ways = Pattern.compile("case \"([^\"]+)\"")
                .matcher(WAYS)
                .results()
                .map(way -> way.group(1))
                .collect(Collectors.toCollection(ArrayList::new));
        ways.add("remove " + site.code("clumsy"));

        for (String way : ways) {
            Future<byte[]> done = site.callers().begin("clumsy", way, Await.LONG);
            Await.until(way, Await.LONG, done::isDone, () -> way);
            for (int call = 0; call < 5; call++) {
                assertEquals("1.0.0 well", site.callers().call("steady", ""), way);
            }
        }

        deploySteady("2.0.0");
        site.awaitAnswer("steady", "2.0.0 well", "1.0.0 well");
    }
}
