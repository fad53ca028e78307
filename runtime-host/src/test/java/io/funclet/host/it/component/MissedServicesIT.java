package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that come when those who need them are not asked for, or not ready: none of them is lost. */
@Embedded
class MissedServicesIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("unused", List.of("later"), "slow", List.of("slow"), "hasty", List.of("hasty")));

    private static FunctionJar.Bundle provider(UpdatedGroup group, String name, String version) {
        return group.bundle(name, version, TracedComponent.service("\"" + version + "\"", ""))
                .against(TracedComponent.TELLER);
    }

    @Test
    void providerUpdate_reachesTheOneWhoNeedsIt_andWhomNobodyHasUsedYet() throws Exception {
        try (UpdatedGroup group = site.group("unused")) {
            group.put("api.jar", TracedComponent.api("it.unused.api"));
            group.put("provider.jar", provider(group, "origin", "1.0.0"));
            TracedComponent relay = TracedComponent.service("\"by \" + teller.tell()", "property = \"relay=yes\"")
                    .members("@Reference(target = \"(!(relay=*))\") private tellers.Teller teller;");
            group.put("relay.jar", group.bundle("idle", "5.0.0", relay).against(TracedComponent.TELLER));
            site.log().awaitAll("deployed", "unused/relay.jar");
            group.put("provider.jar", provider(group, "origin", "1.0.1"));
            site.log().awaitAll("updated", "unused/provider.jar", "1.0.1");
            TracedComponent later = TracedComponent.function("later", "teller.tell()")
                    .members("@Reference(target = \"(relay=*)\") private tellers.Teller teller;");
            group.put("later.jar", group.bundle("later", "5.0.0", later).against(TracedComponent.TELLER));
            group.begin().awaitAll("by 1.0.1");
            group.end();
        }
    }

    private static TracedComponent optional(String name) {
        return TracedComponent.function(name, "told()").members("""
                @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                private tellers.Teller teller;

                private String told() {
                    return teller == null ? "none" : teller.tell();
                }
                """);
    }

    @Test
    void serviceThatComesWhileAnUpdateStarts_reachesIt() throws Exception {
        Gate gate = Gate.in(site.workspace().path());
        try (UpdatedGroup group = site.group("slow")) {
            group.put("api.jar", TracedComponent.api("it.slow.api"));
            TracedComponent without = TracedComponent.function("slow", "\"none\"");
            group.put("user.jar", group.bundle("slow", "5.0.0", without));
            group.begin().awaitAll("none");
            group.put(
                    "user.jar",
                    group.bundle("slow", "5.1.0", optional("slow"))
                            .against(TracedComponent.TELLER)
                            .activator(FrameworkSource.activatorAt(gate, "it.slow.Activator", "")));
            gate.awaitEntered();
            group.put("provider.jar", provider(group, "timely", "1.0.0"));
            site.log().awaitAll("deployed", "slow/provider.jar");
            gate.open();
            group.awaitAll("1.0.0");
            group.end();
        }
    }

    @Test
    void updateThatLacksAService_isTakenAsSoonAsThatComes() throws Exception {
        try (UpdatedGroup group = site.group("hasty")) {
            group.put("api.jar", TracedComponent.api("it.hasty.api"));
            group.put("user.jar", group.bundle("hasty", "5.0.0", TracedComponent.function("hasty", "\"none\"")));
            group.begin().awaitAll("none");
            TracedComponent needing = TracedComponent.function("hasty", "teller.tell()")
                    .members("@Reference private tellers.Teller teller;");
            group.put("user.jar", group.bundle("hasty", "5.1.0", needing).against(TracedComponent.TELLER));
            group.put("provider.jar", provider(group, "needed", "1.0.0"));
            group.awaitAll("1.0.0");
            group.end();
            assertEquals(List.of("5.0.0", "5.1.0"), group.journal("hasty").versions());
        }
    }
}
