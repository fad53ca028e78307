package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.service.event.EventAdmin;

/** Felix's EventAdmin beside functions: events get to the handlers of its directory, whatever is updated. */
class EventAdminIT {

    private static final Path EVENT_ADMIN = FunctionSource.whereFrom(EventAdmin.class);

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("events", List.of("publishes"), "other", List.of("elsewhere")));

    /** The one of Maven Central, as another version. */
    private static FunctionJar eventAdmin(String version) throws Exception {
        FunctionJar real = new FunctionJar(Files.readAllBytes(EVENT_ADMIN));
        String manifest = RepackedJar.text(real, "META-INF/MANIFEST.MF");
        return RepackedJar.with(
                real,
                "META-INF/MANIFEST.MF",
                manifest.replaceFirst("Bundle-Version: [0-9.]+", "Bundle-Version: " + version));
    }

    /** Answers with what the handlers say that got a synchronous and an asynchronous event. */
    private static FunctionJar.Bundle publisher(String function) {
        return FunctionJar.bundle("it." + function)
                .libraries(EventAdmin.class)
                .source(new FunctionSource("it." + function + ".Fn", """
                        package it.%1$s;

                        import io.funclet.api.*;
                        import java.util.*;
                        import java.util.concurrent.*;
                        import org.osgi.service.component.annotations.*;
                        import org.osgi.service.event.*;

                        @Component
                        @FunctionName("%1$s")
                        public class Fn implements FunctionHandler {

                            @Reference
                            EventAdmin admin;

                            @Override
                            public Payload handle(Payload event, CallContext context) throws Exception {
                                CompletableFuture<String> sent = new CompletableFuture<>();
                                admin.sendEvent(new Event("it/sent", Map.of("by", sent)));
                                CompletableFuture<String> posted = new CompletableFuture<>();
                                admin.postEvent(new Event("it/posted", Map.of("by", posted)));
                                try {
                                    return Payload.of(sent.getNow("none") + " " + (event.text().equals("none")
                                            ? posted.getNow("none")
                                            : posted.get(5, TimeUnit.SECONDS)));
                                } catch (TimeoutException lost) {
                                    return Payload.of(sent.getNow("none") + " none");
                                }
                            }
                        }
                        """.formatted(function)));
    }

    private static FunctionJar.Bundle handler(String version) {
        return FunctionJar.bundle("it.handler")
                .version(version)
                .libraries(EventAdmin.class)
                .source(new FunctionSource("it.handler.Handler", """
                        package it.handler;

                        import java.util.concurrent.*;
                        import org.osgi.service.component.annotations.*;
                        import org.osgi.service.event.*;

                        @Component(property = "event.topics=it/*")
                        public class Handler implements EventHandler {

                            @Override
                            @SuppressWarnings("unchecked")
                            public void handleEvent(Event event) {
                                ((CompletableFuture<String>) event.getProperty("by")).complete("%s");
                            }
                        }
                        """.formatted(version)));
    }

    @Test
    void eventsReachTheHandlersOfTheirDirectory_throughUpdatesOfAll_andNothingStays() throws Exception {
        Path code = site.code("events");
        long loaders = site.bundleLoaders();
        eventAdmin("1.6.4").deploy(code, "eventadmin.jar");
        site.deploy(handler("1.0.0"), "events", "handler.jar");
        site.deploy(publisher("publishes"), "events", "publishes.jar");
        eventAdmin("1.6.4").deploy(site.code("other"), "eventadmin.jar");
        site.deploy(publisher("elsewhere"), "other", "elsewhere.jar");
        site.awaitServing("publishes", "elsewhere");
        Await.until(
                "the handler",
                Await.LONG,
                () -> site.callers().call("publishes", "").equals("1.0.0 1.0.0"),
                () -> String.join("\n", site.lines()));
        assertEquals("none none", site.callers().call("elsewhere", "none"));

        List<String> said = new ArrayList<>(both("1.0.0", "1.0.0"));
        for (int update = 1; update <= 5; update++) {
            String version = "1.0." + update;
            said.addAll(both("1.0." + (update - 1), version));
            site.deploy(handler(version), "events", "handler.jar");
            site.awaitAnswer("publishes", version + " " + version, said.toArray(String[]::new));

            eventAdmin("1.7." + update).deploy(code, "eventadmin.jar");
            site.log().awaitAll("updated events/eventadmin.jar", "1.7." + update);
            site.awaitAnswer("publishes", version + " " + version, said.toArray(String[]::new));
        }
        assertEquals("none none", site.callers().call("elsewhere", "none"));
        assertTrue(threads().containsAll(List.of("EventAdminThrea", "CM Event Dispat")), () -> "" + threads());

        for (String directory : List.of("events", "other")) {
            UpdatedFunction.empty(site.code(directory));
        }
        Await.until(
                "its class loaders are collected, and its threads have ended",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders && threads().isEmpty(),
                () -> threads() + " " + site.lines());
        assertEquals(
                0, site.log().count("left behind") + site.log().count("ERROR"), () -> String.join("\n", site.lines()));
    }

    /** Those of EventAdmin, and of the ConfigurationAdmin that it imports, by the first 15 characters. */
    private static List<String> threads() {
        try {
            return site.runtime().threads().stream()
                    .filter(name -> name.startsWith("EventAdmin") || name.startsWith("CM "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What calls may answer while one version of the handler follows another. */
    private static List<String> both(String one, String other) {
        return IntStream.range(0, 4)
                .mapToObj(i -> ((i & 1) == 0 ? one : other) + " " + ((i & 2) == 0 ? one : other))
                .toList();
    }
}
