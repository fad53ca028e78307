package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Components that refer to each other, the one because it must, the other one if it can, or to themselves. */
class ServiceCycleIT {

    /** A function that is itself a service, and answers with its version and with what it knows of the other one. */
    private static void put(UpdatedGroup group, String name, String reference, String version) throws Exception {
        TracedComponent function = TracedComponent.function(
                        name, "\"" + version + " \" + (other == null ? \"none\" : other.tell())")
                .members(reference + """
                        private tellers.Teller other;
                        """);
        TracedComponent both = new TracedComponent(
                function.head()
                        .replace(
                                "@Component",
                                "@Component(service = {FunctionHandler.class, tellers.Teller.class},"
                                        + " property = \"of=" + name + "\")")
                        .replace("implements FunctionHandler", "implements FunctionHandler, tellers.Teller"),
                function.className(),
                "@Override public String tell() { return \"" + version + "\"; }" + function.operation(),
                function.answer(),
                function.members(),
                "");
        group.put(name + ".jar", group.bundle(name, version, both).against(TracedComponent.TELLER));
    }

    private static void putNeeding(UpdatedGroup group, String version) throws Exception {
        put(group, "needing", "@Reference(target = \"(of=liking)\") ", version);
    }

    private static void putLiking(UpdatedGroup group, String version) throws Exception {
        put(
                group,
                "liking",
                "@Reference(target = \"(of=needing)\", cardinality = ReferenceCardinality.OPTIONAL) ",
                version);
    }

    @Test
    void componentsThatReferToEachOther_areReplacedAndStopped_withoutAWait() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of(Map.of("cycle", List.of("needing", "liking")))
                        .embedded()
                        .start();
                UpdatedGroup group = site.group("cycle")) {
            group.put("api.jar", TracedComponent.api("it.cycle.api"));
            putLiking(group, "1.0.0");
            site.log().awaitAll("deployed", "liking.jar");
            putNeeding(group, "1.0.0");
            group.begin();
            awaitBoth(group, "1.0.0", "1.0.0");
            putLiking(group, "1.0.1");
            awaitBoth(group, "1.0.0", "1.0.1");
            awaitLoaders(site, 3);
            putNeeding(group, "1.0.1");
            awaitBoth(group, "1.0.1", "1.0.1");
            awaitLoaders(site, 3);
            group.endCalls("needing");
            group.endCalls("liking");

            site.end();

            assertEquals(0, site.log().count("did not stop within"));
            for (String name : List.of("needing", "liking")) {
                assertTrue(group.journal(name).isComplete(), group.journal(name)::toString);
            }
        }
    }

    @Test
    void componentThatRefersToItself_isReplacedAndStopped_withoutAWait() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of(Map.of("cycle", List.of("gathering")))
                        .embedded()
                        .start();
                UpdatedGroup group = site.group("cycle")) {
            group.put("api.jar", TracedComponent.api("it.cycle.api"));
            String itself = "@Reference(target = \"(of=gathering)\", cardinality = ReferenceCardinality.OPTIONAL) ";
            put(group, "gathering", itself, "1.0.0");
            group.begin();
            group.await("gathering", "1.0.0 1.0.0");
            put(group, "gathering", itself, "1.0.1");
            group.await("gathering", "1.0.1 1.0.1");
            awaitLoaders(site, 2);
            group.endCalls("gathering");

            site.end();

            assertEquals(0, site.log().count("did not stop within"));
            assertTrue(group.journal("gathering").isComplete(), group.journal("gathering")::toString);
        }
    }

    private static void awaitBoth(UpdatedGroup group, String needing, String liking) throws Exception {
        group.await("needing", needing + " " + liking);
        group.await("liking", liking + " " + needing);
    }

    /** Until then, an old version is on its way out. */
    private static void awaitLoaders(RuntimeExtension site, int bundles) throws Exception {
        AtomicLong seen = new AtomicLong();
        Await.until(
                "a class loader for each of the bundles that serve",
                Await.LONG,
                () -> {
                    seen.set(site.bundleLoaders());
                    return seen.get() == bundles;
                },
                seen::get);
    }
}
