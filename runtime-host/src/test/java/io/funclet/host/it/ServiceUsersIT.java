package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions whose components need a service of another bundle. */
@Embedded
class ServiceUsersIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "shared", List.of("one", "two"),
            "relayed", List.of("last"),
            "brittle", List.of("solid", "fragile")));

    private static FunctionJar.Bundle provider(UpdatedGroup group, String name, String version) {
        return group.bundle(name, version, TracedComponent.service("\"" + version + "\"", ""))
                .against(TracedComponent.TELLER);
    }

    private static TracedComponent user(String name) {
        return TracedComponent.function(name, "teller.tell()").members("@Reference private tellers.Teller teller;");
    }

    @Test
    void providerUpdate_reachesAllItsUsers_andActivatesEachOfThemOnce() throws Exception {
        try (UpdatedGroup group = site.group("shared")) {
            group.put("api.jar", TracedComponent.api("it.shared.api"));
            group.put("provider.jar", provider(group, "provider", "1.0.0"));
            for (String name : List.of("one", "two")) {
                group.put(name + ".jar", group.bundle(name, "5.0.0", user(name)).against(TracedComponent.TELLER));
            }
            group.begin().awaitAll("1.0.0");
            for (String version : List.of("1.0.1", "1.0.2", "1.0.3")) {
                group.put("provider.jar", provider(group, "provider", version));
                group.awaitAll(version);
            }
            group.end();
            for (String name : List.of("one", "two")) {
                group.assertSaw(name, "1.0.0", "1.0.1", "1.0.2", "1.0.3");
                assertEquals(4, group.journal(name).instances(), "activations of " + name);
            }
            assertEquals(
                    List.of("1.0.0", "1.0.1", "1.0.2", "1.0.3"),
                    group.journal("provider").versions(),
                    "activations of the provider");
        }
    }

    @Test
    void providerAtTheEndOfAChainOfServices_reachesTheFunction() throws Exception {
        try (UpdatedGroup group = site.group("relayed")) {
            group.put("api.jar", TracedComponent.api("it.relayed.api"));
            group.put("provider.jar", provider(group, "source", "1.0.0"));
            TracedComponent relay = TracedComponent.service("\"by \" + teller.tell()", "property = \"relay=yes\"")
                    .members("@Reference(target = \"(!(relay=*))\") private tellers.Teller teller;");
            group.put("relay.jar", group.bundle("relay", "5.0.0", relay).against(TracedComponent.TELLER));
            TracedComponent last = TracedComponent.function("last", "teller.tell()")
                    .members("@Reference(target = \"(relay=*)\") private tellers.Teller teller;");
            group.put("last.jar", group.bundle("last", "5.0.0", last).against(TracedComponent.TELLER));
            group.begin().awaitAll("by 1.0.0");
            for (String version : List.of("1.0.1", "1.0.2")) {
                group.put("provider.jar", provider(group, "source", version));
                group.awaitAll("by " + version);
            }
            group.end();
            group.assertSaw("last", "by 1.0.0", "by 1.0.1", "by 1.0.2");
            assertEquals(3, group.journal("last").instances(), "activations");
        }
    }

    @Test
    void providerThatOneOfItsUsersDoesNotStartWith_changesNothing_alsoForTheOther() throws Exception {
        try (UpdatedGroup group = site.group("brittle")) {
            group.put("api.jar", TracedComponent.api("it.brittle.api"));
            group.put("provider.jar", provider(group, "brittle", "1.0.0"));
            group.put("solid.jar", group.bundle("solid", "5.0.0", user("solid")).against(TracedComponent.TELLER));
            TracedComponent fragile = user("fragile").activation("""
                    if (teller.tell().equals("1.1.0")) {
                        throw new IllegalStateException("not by this one");
                    }
                    """);
            group.put("fragile.jar", group.bundle("fragile", "5.0.0", fragile).against(TracedComponent.TELLER));
            group.begin().awaitAll("1.0.0");
            group.put("provider.jar", provider(group, "brittle", "1.1.0"));
            site.log().awaitAll("brittle/provider.jar", "it.fragile", "not by this one");
            group.awaitResponses(5);
            group.put("provider.jar", provider(group, "brittle", "1.2.0"));
            group.awaitAll("1.2.0");
            group.end();
            group.assertSaw("solid", "1.0.0", "1.2.0");
            group.assertSaw("fragile", "1.0.0", "1.2.0");
        }
    }
}
