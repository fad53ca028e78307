package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogService;

/** What bundles log by OSGi's LogService is in the log, with the name of its function and at its level. */
class LogServiceIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of(Map.of("one", List.of("f"), "other", List.of("h")));

    private static FunctionJar.Bundle logging(String function) {
        return FunctionJar.bundle("it." + function)
                .version("1.2.0")
                .libraries(LogService.class, Bundle.class)
                .source(new FunctionSource("it." + function + ".Fn", """
                        package it.%1$s;

                        import io.funclet.api.*;
                        import java.util.concurrent.*;
                        import org.osgi.framework.*;
                        import org.osgi.service.component.annotations.*;
                        import org.osgi.service.log.*;

                        @Component
                        @FunctionName("%1$s")
                        public class Fn implements FunctionHandler {

                            @Reference(service = LoggerFactory.class)
                            Logger logger;

                            @Reference(service = LoggerFactory.class)
                            FormatterLogger printf;

                            @Reference
                            LoggerFactory factory;

                            @Reference
                            LogService service;

                            @Reference
                            java.util.List<LoggerFactory> all;

                            @Override
                            public Payload handle(Payload event, CallContext context) throws Exception {
                                Thread thread = new Thread(() -> logger.info("foreign thread"));
                                thread.setContextClassLoader(null);
                                thread.start();
                                thread.join();
                                logger.debug("too fine {}", 1);
                                logger.debug(one -> one.info("never asked"));
                                logger.info(one -> one.info("asked"));
                                logger.warn("{} and {} of", 1, 2, new IllegalStateException("sorry"));
                                printf.info("%%05d 100%%%%", 42);
                                printf.info("100%%");
                                factory.getLogger("ROOT").info("root speaks");
                                factory.getLogger(String.class).error("by class");
                                service.log(LogService.LOG_WARNING, "old way {}", new Exception("old cause"));
                                service.log(LogService.LOG_DEBUG, "old too fine");
                                logger.audit("always {}", "audited");
                                try {
                                    factory.getLogger("x", Odd.class);
                                } catch (IllegalArgumentException expected) {
                                    logger.info(expected.getMessage());
                                }
                                return Payload.of(all.size() + " " + logger.isInfoEnabled() + logger.isDebugEnabled());
                            }

                            interface Odd extends Logger {}
                        }
                        """.formatted(function)));
    }

    @Test
    void linesOfLogService_haveTheMarkOfTheirFunction_andItsLevels() throws Exception {
        site.deploy(logging("f"), "one", "f.jar");
        site.deploy(logging("h"), "other", "h.jar");
        site.awaitServing("f", "h");
        assertEquals(0, site.operator().run("log-level", "info").status());

        assertEquals("1 truefalse", site.callers().call("f", ""));

        String mark = "(f 1.2.0";
        site.log().awaitAll("INFO", mark, "it.f.Fn - foreign thread");
        site.log().awaitAll("INFO", mark, "it.f.Fn - asked");
        site.log().awaitAll("WARN", mark, "it.f.Fn - 1 and 2 of");
        site.log().awaitAll("IllegalStateException: sorry");
        site.log().awaitAll("INFO", mark, "it.f.Fn - 00042 100%");
        site.log().awaitAll("INFO", mark, "it.f.Fn - 100%");
        site.log().awaitAll("INFO", mark, "root - root speaks");
        site.log().awaitAll("ERROR", mark, "java.lang.String - by class");
        site.log().awaitAll("WARN", mark, "LogService - old way {}");
        site.log().awaitAll("Exception: old cause");
        site.log().awaitAll("INFO", mark, "it.f.Fn - always audited");
        site.log().awaitAll("it.f.Fn$Odd is no type of logger");
        assertEquals(0, site.log().count("too fine") + site.log().count("never asked"), () -> "" + site.lines());

        assertEquals(
                0, site.operator().run("log-level", "debug", "--function", "f").status());
        assertEquals("1 truetrue", site.callers().call("f", ""));
        site.log().awaitAll("DEBUG", mark, "it.f.Fn - too fine 1");
        assertEquals(0, site.operator().run("log-level", "error").status());
        assertEquals("1 falsefalse", site.callers().call("h", ""));
        site.log().awaitAll("INFO", "(h 1.2.0", "it.h.Fn - always audited");
        assertEquals(0, site.log().count("it.h.Fn - foreign"), () -> "" + site.lines());
    }
}
