package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two bundles, each with a function, that use each other's services: neither can go before the other. */
@Embedded
class MutualServicesIT {

    private static final int BUNDLES = 3;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
            Map.of("both", List.of("both1", "both2"), "alternating", List.of("mutual1", "mutual2")));

    /** A function that answers with its version and with those that it sees of the other one's service. */
    private static void put(UpdatedGroup group, String name, String other, String version) throws IOException {
        TracedComponent function = TracedComponent.function(
                        name, "\"" + version + " \" + all.stream().map(tellers.Teller::tell).toList()")
                .members("""
                        @Reference(
                                target = "(of=%s)",
                                cardinality = ReferenceCardinality.MULTIPLE,
                                policy = ReferencePolicy.DYNAMIC)
                        private volatile List<tellers.Teller> all;
                        """.formatted(other));
        TracedComponent offer = TracedComponent.service("\"" + version + "\"", "property = \"of=" + name + "\"");
        FunctionJar.Bundle bundle = group.bundle(name, version, function).against(TracedComponent.TELLER);
        Path journal = group.journal(name + "-offer").file();
        group.put(name + ".jar", offer.addTo(bundle, "it." + name, version, journal));
    }

    @Test
    void bundlesThatUseEachOthersServices_areReplacedTogether() throws Exception {
        try (UpdatedGroup group = site.group("both")) {
            group.put("api.jar", TracedComponent.api("it.both.api"));
            group.begin();
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5")) {
                put(group, "both1", "both2", version);
                put(group, "both2", "both1", version);
                group.awaitAll(version + " [" + version + "]");
            }
            group.end();
        }
    }

    @Test
    void updateOfOneOfThem_reachesBoth_andLeavesNothingOfTheOldOnes() throws Exception {
        try (UpdatedGroup group = site.group("alternating")) {
            group.put("api.jar", TracedComponent.api("it.alternating.api"));
            String[] versions = {"1.0.0", "1.0.0"};
            put(group, "mutual1", "mutual2", "1.0.0");
            put(group, "mutual2", "mutual1", "1.0.0");
            group.begin().awaitAll("1.0.0 [1.0.0]");
            awaitOneLoaderEach("before all updates");
            for (int update = 1; update <= 6; update++) {
                int updated = update % 2;
                versions[updated] = "1.0." + update;
                String name = "mutual" + (updated + 1);
                String other = "mutual" + (2 - updated);
                put(group, name, other, versions[updated]);
                assertTimeout(Await.SHORT, () -> {
                    group.await("mutual1", versions[0] + " [" + versions[1] + "]");
                    group.await("mutual2", versions[1] + " [" + versions[0] + "]");
                });
            }
            awaitOneLoaderEach("after all updates");
            group.end();
            group.assertSaw(
                    "mutual1",
                    "1.0.0 []", // until both have come
                    "1.0.0 [1.0.0]",
                    "1.0.0 [1.0.1]",
                    "1.0.2 [1.0.1]",
                    "1.0.2 [1.0.3]",
                    "1.0.4 [1.0.3]",
                    "1.0.4 [1.0.5]",
                    "1.0.6 [1.0.5]");
        }
    }

    private void awaitOneLoaderEach(String when) throws Exception {
        AtomicLong seen = new AtomicLong();
        Await.until(
                "a class loader for each of " + BUNDLES + " bundles " + when,
                Await.LONG,
                () -> {
                    seen.set(site.bundleLoaders());
                    return seen.get() == BUNDLES;
                },
                seen::get);
    }
}
