package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions whose components can do without a service, and use it when there is one. */
@Embedded
class OptionalServicesIT {

    private static final List<String> KINDS = List.of("greedy", "dynamic", "several");

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("visit", names("visited"), "broken", names("calm"), "lazy", names("tried")));

    private static List<String> names(String prefix) {
        return KINDS.stream().map(kind -> prefix + "-" + kind).toList();
    }

    /** One user for each kind of reference; each answers {@code none} without the service. */
    private static void putUsers(UpdatedGroup group, String prefix) throws Exception {
        group.put("api.jar", TracedComponent.api("it." + prefix + ".api"));
        String one = "private String told(tellers.Teller it) { return it == null ? \"none\" : it.tell(); }";
        put(group, prefix + "-greedy", "told(teller)", one + """
                @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                private tellers.Teller teller;
                """);
        put(group, prefix + "-dynamic", "told(teller)", one + """
                @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
                private volatile tellers.Teller teller;
                """);
        put(group, prefix + "-several", "told()", """
                @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
                private volatile List<tellers.Teller> all;

                private String told() {
                    List<String> told = all.stream().map(tellers.Teller::tell).toList();
                    return told.isEmpty() ? "none" : String.join("+", told);
                }
                """);
    }

    private static void put(UpdatedGroup group, String name, String answer, String members) throws Exception {
        TracedComponent user = TracedComponent.function(name, answer).members(members);
        FunctionJar.Bundle bundle = user.bundle("it." + name.replace('-', '.'), "5.0.0", journal(group, name));
        group.put(name + ".jar", bundle.against(TracedComponent.TELLER));
    }

    private static Path journal(UpdatedGroup group, String name) {
        return group.journal(name).file();
    }

    private static FunctionJar.Bundle provider(UpdatedGroup group, String name, String version) {
        return group.bundle(name, version, TracedComponent.service("\"" + version + "\"", ""))
                .against(TracedComponent.TELLER);
    }

    private static FunctionJar.Bundle rejected(UpdatedGroup group, String name, String attributes) {
        TracedComponent offer = TracedComponent.service("\"rejected\"", attributes)
                .activation("if (true) { throw new IllegalStateException(\"this provider says no\"); }");
        return group.bundle(name, "1.0.0", offer).against(TracedComponent.TELLER);
    }

    @Test
    void providerThatComesLater_isUsed_andIsDoneWithoutWhenItGoes() throws Exception {
        try (UpdatedGroup group = site.group("visit")) {
            putUsers(group, "visited");
            group.begin().awaitAll("none");
            for (String version : List.of("1.0.0", "1.0.1")) {
                group.put("provider.jar", provider(group, "visitor", version));
                group.awaitAll(version);
            }
            group.delete("provider.jar");
            group.awaitAll("none");
            group.end();
            group.assertSaw("visited-greedy", "none", "1.0.0", "1.0.1", "none");
            assertEquals(4, group.journal("visited-greedy").instances(), "activations, one for each answer");
            for (String name : List.of("visited-dynamic", "visited-several")) {
                // A dynamic reference may change under a call that lasts.
                group.assertSaw(name, "none", "none->1.0.0", "1.0.0", "1.0.0->1.0.1", "1.0.1", "1.0.1->none", "none");
            }
        }
    }

    @Test
    void providerThatThrowsAtOnce_isSaidToDoSo_andConcernsNobody() throws Exception {
        try (UpdatedGroup group = site.group("broken")) {
            putUsers(group, "calm");
            group.begin().awaitAll("none");
            group.put("provider.jar", rejected(group, "hasty", "immediate = true"));
            site.log().awaitAll("broken/provider.jar", "this provider says no");
            group.awaitResponses(5);
            for (String name : names("calm")) {
                assertEquals(1, group.journal(name).instances(), "activations of " + name);
                assertTrue(group.journal(name).firstLives(), name);
            }
            endWithAGoodOne(group, "calm", "hasty");
        }
    }

    @Test
    void providerThatThrowsWhenItIsFirstAsked_isSaidToDoSo_andDeactivatesNobodyWhoServes() throws Exception {
        try (UpdatedGroup group = site.group("lazy")) {
            putUsers(group, "tried");
            group.begin().awaitAll("none");
            group.put("provider.jar", rejected(group, "sluggish", ""));
            site.log().awaitAll("lazy/provider.jar", "this provider says no");
            group.awaitResponses(5);
            for (String name : names("tried")) {
                assertTrue(group.journal(name).firstLives(), name);
            }
            endWithAGoodOne(group, "tried", "sluggish");
        }
    }

    private static void endWithAGoodOne(UpdatedGroup group, String prefix, String provider) throws Exception {
        group.put("provider.jar", provider(group, provider, "1.0.1"));
        group.awaitAll("1.0.1");
        group.end();
        for (String name : names(prefix)) {
            List<String> seen =
                    name.endsWith("greedy") ? List.of("none", "1.0.1") : List.of("none", "none->1.0.1", "1.0.1");
            group.assertSaw(name, seen.toArray(String[]::new));
        }
    }
}
