package io.funclet.host.it.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log handlers of a function that fail or wait for ever: neither the runtime nor another tenant notices. */
class LogHandlerFaultsIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "newest | throw new Error(\"a broken handler\");",
                "newest | java.util.concurrent.locks.LockSupport.park(); publish(event);",
                "17     | throw new IllegalStateException(\"a broken handler\");",
                "17     | synchronized (this) { try { wait(); } catch (InterruptedException e) { publish(event); } }"
            })
    void updatesLinesAndTheEnd_goOn(String java, String doing) throws Exception {
        try (RuntimeExtension site =
                RuntimeExtension.of("rude", "other").on(java).start()) {
            deploy(site, "other", "1.0.0", FunctionSource.handler("it.other", "other", other("first")));
            site.awaitAnswer("other", "first");
            deploy(site, "rude", "1.0.0", rude(doing));
            site.awaitAnswer("rude", "rude");

            deploy(site, "other", "2.0.0", FunctionSource.handler("it.other", "other", other("second")));

            site.awaitAnswer("other", "second");
            site.log().awaitAll("(other 2.0.0", "by.other - second logs");
            site.log().awaitAll("(other 2.0.0", "global - second logs");
            deploy(site, "rude", "2.0.0", FunctionSource.handler("it.rude", "rude", "return Payload.of(\"tame\");"));
            site.awaitAnswer("rude", "tame");
            site.log().awaitAll("it.rude 1.0.0", "has left behind: ", "log handler it.rude.Function_rude$Rude");
            // For the end, too.
            deploy(site, "rude", "1.0.0", rude(doing));
            site.awaitAnswer("rude", "rude");
            site.end();
            assertEquals(1, site.log().count("service closed"));
        }
    }

    private static FunctionSource rude(String doing) {
        return FunctionSource.component("it.rude", "rude", """
                    public static class Rude extends java.util.logging.Handler {
                        @Override
                        public void publish(java.util.logging.LogRecord event) {
                            %s
                        }

                        @Override public void flush() { publish(null); }
                        @Override public void close() { publish(null); }
                    }

                    static class Own extends java.util.logging.Logger {
                        Own(String name) {
                            super(name, null);
                        }
                    }

                    private static final Own BY = new Own("by");
                    private static final Own IO = new Own("io");

                    @Activate
                    public void begin() {
                        java.util.logging.Logger.getGlobal().addHandler(new Rude());
                        java.util.logging.LogManager.getLogManager().addLogger(BY);
                        java.util.logging.LogManager.getLogManager().addLogger(IO);
                        for (String name : List.of("", "io", "io.funclet.host", "io.grpc", "org.apache.felix", "by")) {
                            java.util.logging.Logger.getLogger(name).addHandler(new Rude());
                        }
                    }

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        java.util.logging.Logger.getLogger("").addHandler(new Rude());
                        return Payload.of("rude");
                    }
                    """.formatted(doing));
    }

    private static String other(String answer) {
        return """
                java.util.logging.Logger.getLogger("by.other").info("%1$s logs");
                java.util.logging.Logger.getGlobal().info("%1$s logs");
                return Payload.of("%1$s");
                """.formatted(answer);
    }

    private static void deploy(RuntimeExtension site, String name, String version, FunctionSource source)
            throws Exception {
        FunctionJar.bundle("it." + name).version(version).source(source).build().deploy(site.code(name), "fn.jar");
    }
}
