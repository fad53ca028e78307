package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ConfigurationAdmin, as code of functions sees it: one for each code directory. */
@Embedded
class ConfigurationAdminIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of(Map.of("one", List.of("f", "g"), "other", List.of("h")));

    private static final FunctionSource ADMIN = new FunctionSource("org.osgi.service.cm.ConfigurationAdmin", """
                    package org.osgi.service.cm;

                    public interface ConfigurationAdmin {
                        Configuration[] listConfigurations(String filter) throws java.io.IOException;
                    }
                    """);

    private static final FunctionSource CONFIGURATION = new FunctionSource("org.osgi.service.cm.Configuration", """
            package org.osgi.service.cm;

            public interface Configuration {
                String getPid();
            }
            """);

    private static final FunctionSource MANAGED = new FunctionSource("org.osgi.service.cm.ManagedService", """
            package org.osgi.service.cm;

            public interface ManagedService {
                void updated(java.util.Dictionary<String, ?> properties);
            }
            """);

    private static final FunctionSource FACTORY = new FunctionSource(
            "org.osgi.service.cm.ManagedServiceFactory",
            "package org.osgi.service.cm; public interface ManagedServiceFactory {}");

    /** Says which configurations it sees, or how many threads the services for them have. */
    private static FunctionJar.Bundle asking(String function) {
        return FunctionJar.bundle("it." + function)
                .against(ADMIN, CONFIGURATION, MANAGED, FACTORY)
                .header("Import-Package", "org.osgi.service.cm;version=\"[1.6,2)\",*")
                .source(new FunctionSource("it." + function + ".Fn", """
                        package it.%s;

                        import io.funclet.api.*;
                        import java.util.*;
                        import java.util.concurrent.*;
                        import org.osgi.service.cm.*;
                        import org.osgi.service.component.annotations.*;

                        @FunctionName("%s")
                        // Else the instance that is updated may be another one than the one that is called.
                        @Component(
                                immediate = true,
                                service = {FunctionHandler.class, ManagedService.class},
                                property = "service.pid=managed")
                        public class Fn implements FunctionHandler, ManagedService {
                            @Reference
                            ConfigurationAdmin admin;

                            @Reference(cardinality = ReferenceCardinality.OPTIONAL)
                            ManagedServiceFactory factory;

                            private final CompletableFuture<String> managed = new CompletableFuture<>();

                            @Override
                            public void updated(Dictionary<String, ?> properties) {
                                if (properties != null) {
                                    managed.complete(String.valueOf(properties.get("x")));
                                }
                            }

                            @Override
                            public Payload handle(Payload event, CallContext context) throws Exception {
                                if (event.text().equals("threads")) {
                                    return Payload.of("" + Thread.getAllStackTraces().keySet().stream()
                                            .filter(thread -> thread.getName().startsWith("CM Configuration Updater"))
                                            .count());
                                }
                                if (event.text().equals("factories")) {
                                    return Payload.of("" + factory);
                                }
                                if (event.text().equals("managed")) {
                                    return Payload.of(managed.get(5, TimeUnit.SECONDS));
                                }
                                List<String> pids = new ArrayList<>();
                                Configuration[] all = admin.listConfigurations(null);
                                for (Configuration one : all == null ? new Configuration[0] : all) {
                                    pids.add(one.getPid());
                                }
                                Collections.sort(pids);
                                return Payload.of(pids.toString());
                            }
                        }
                        """.formatted(function, function)));
    }

    @Test
    void codeSeesTheConfigurationsOfItsDirectory_alsoAfterAnUpdate_andNothingOfOldOnesStays() throws Exception {
        ConfigurationIT.put(site, "one", "a~b.cfg", "x = 1");
        ConfigurationIT.put(site, "one", "managed.cfg", "x = 2");
        ConfigurationIT.put(site, "other", "c.cfg", "x = 3");
        site.deploy(asking("f"), "one", "f.jar");
        site.deploy(asking("h"), "other", "h.jar");
        site.awaitAnswer("f", "[a~b, managed]");
        site.awaitAnswer("h", "[c]");
        assertEquals("2", site.callers().call("f", "managed"));

        assertEquals("null", site.callers().call("f", "factories"), "FileInstall's own");
        ConfigurationIT.put(site, "one", "managed.cfg", "x = 4");
        Await.until("f", Await.LONG, () -> site.callers().call("f", "managed").equals("4"), site::log);
        ConfigurationIT.put(site, "one", "b.cfg", "x = 5");
        site.awaitAnswer("f", "[a~b, b, managed]");

        // One for each directory.
        Await.until("two", Await.LONG, () -> site.callers().call("f", "threads").equals("2"), site::log);
        assertEquals("[c]", site.callers().call("h", ""));
        assertEquals(0, site.log().count("ERROR"), () -> site.log().toString());
    }

    @Test
    void withoutAnyUse_nothingOfItRuns() throws Exception {
        site.deploy(ConfigurationIT.configured("f", ""), "one", "f.jar");
        site.deploy(
                FunctionJar.bundle("it.g")
                        .function(
                                "g",
                                "return Payload.of(\"\" + Thread.getAllStackTraces().keySet().stream()"
                                        + ".filter(thread -> thread.getName().startsWith(\"CM \")).count());"),
                "one",
                "g.jar");
        site.awaitAnswer("f", "1barfalse");
        site.awaitAnswer("g", "0");
    }
}
