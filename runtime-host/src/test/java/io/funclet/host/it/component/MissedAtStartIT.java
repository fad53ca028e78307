package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles whose optional parts come up at the same start, after they have been looked for: none is done without for good. */
class MissedAtStartIT {

    private static final String CODE = "start";
    private static final List<String> FUNCTIONS = List.of("importing", "referring", "asking", "searching", "extended");

    private static final String TELLER_ANSWER = "teller == null ? \"none\" : teller.tell()";
    private static final String REFERENCE =
            "@Reference(%s cardinality = ReferenceCardinality.OPTIONAL) private tellers.Teller teller;";
    private static final String TOLD = "((tellers.Teller) context.getService(there[0])).tell()";

    @TempDir
    Path directory;

    private static FunctionJar.Bundle library(String symbolicName, String packageName) {
        return FunctionJar.bundle(symbolicName)
                .version("1.0.0")
                .source(FunctionSource.text(packageName, "\"1.0.0\""))
                .header("Export-Package", packageName + ";version=\"1.0.0\"");
    }

    /** Answers with what a class says that is looked for once, when the component is made. */
    private static TracedComponent searching(String name, String className) {
        return TracedComponent.function(name, "found").members("""
                private final String found = find();

                private static String find() {
                    try {
                        return (String) Class.forName("%s").getMethod("text").invoke(null);
                    } catch (ClassNotFoundException | NoClassDefFoundError notThere) {
                        return "none";
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
                """.formatted(className));
    }

    /** A runtime in which a start may wait at a gate. */
    private RuntimeExtension start(List<String> functions) throws Exception {
        return RuntimeExtension.of(Map.of(CODE, functions))
                .in(directory)
                .environment("FUNCLET_START_TIMEOUT", "1h")
                .embedded()
                .start();
    }

    /** A bundle that asks the registry once, when its component is made, and is told of nothing that comes later. */
    private static FunctionJar.Bundle asking(
            UpdatedGroup group, String name, TracedComponent component, String filter, String found) {
        TracedComponent asking = component.members("""
                private final String found;

                @Activate
                public %s(org.osgi.framework.BundleContext context) throws Exception {
                    var there = context.getServiceReferences("tellers.Teller", %s);
                    found = there == null ? "none" : String.valueOf(%s);
                }

                private static String listen(org.osgi.framework.BundleContext context) {
                    context.addServiceListener(event -> {});
                    return null;
                }
                """.formatted(component.className(), filter, found));
        return group.bundle(name, "5.0.0", asking)
                .against(
                        TracedComponent.TELLER,
                        FrameworkSource.type("ServiceReference<S>", ""),
                        FrameworkSource.type("ServiceEvent", ""),
                        FrameworkSource.type("ServiceListener", "void serviceChanged(ServiceEvent event);"),
                        FrameworkSource.type("BundleContext", """
                                void addServiceListener(ServiceListener listener);
                                ServiceReference<?>[] getServiceReferences(String type, String filter) throws Exception;
                                <S> S getService(ServiceReference<S> reference);
                                """));
    }

    @Test
    void whatComesWhileAStartIsUnderWay_reachesAllWhoHaveDoneWithoutIt_byOneDeploymentAnew() throws Exception {
        Gate gate = Gate.in(directory);
        UpdatedGroup before = new UpdatedGroup(new Workspace(directory, 0), CODE, FUNCTIONS);
        // Resolved, and not up as long as the gate is closed: so it keeps the start from being over, too.
        before.put(
                "importing.jar",
                before.bundle("importing", "5.0.0", searching("importing", "words.Text"))
                        .header("Import-Package", "words;resolution:=optional,*")
                        .activator(FrameworkSource.activatorAt(gate, "it.importing.Activator", "")));
        TracedComponent referring =
                TracedComponent.function("referring", TELLER_ANSWER).members(REFERENCE.formatted(""));
        before.put("api.jar", TracedComponent.api("it.start.api"));
        before.put(
                "referring.jar", before.bundle("referring", "5.0.0", referring).against(TracedComponent.TELLER));
        before.put("asking.jar", asking(before, "asking", TracedComponent.function("asking", "found"), "null", TOLD));
        before.put(
                "searching.jar",
                before.bundle("searching", "5.0.0", searching("searching", "later.Text"))
                        .header("Import-Package", "!later,*")
                        .header("DynamicImport-Package", "later.*,later"));
        before.put(
                "extended.jar",
                before.bundle("extended", "5.0.0", searching("extended", "extra.Text"))
                        .header("Import-Package", "!extra,*"));
        try (RuntimeExtension site = start(FUNCTIONS);
                UpdatedGroup group = site.group(CODE)) {
            gate.awaitEntered();
            for (String up : List.of("referring", "asking", "searching", "extended")) {
                site.log().awaitAll("deployed", up + ".jar");
            }
            group.put("words.jar", library("it.words", "words"));
            group.put("later.jar", library("it.later", "later"));
            group.put(
                    "teller.jar",
                    group.bundle("teller", "1.0.0", TracedComponent.service("\"1.0.0\"", ""))
                            .against(TracedComponent.TELLER));
            group.put(
                    "extra.jar",
                    FunctionJar.bundle("it.extended.fragment")
                            .source(FunctionSource.text("extra", "\"1.0.0\""))
                            .header("Fragment-Host", "it.extended"));
            for (String come : List.of("words", "later", "teller")) {
                site.log().awaitAll("deployed", come + ".jar");
            }
            gate.open();
            group.begin().awaitAll("1.0.0");
            group.end();
            for (String function : FUNCTIONS) {
                assertEquals(2, group.journal(function).instances(), () -> "activations of " + function);
            }
        }
    }

    @Test
    void whoeverAskedTooEarly_isStartedAfterWhatItAskedFor() throws Exception {
        Gate gate = Gate.in(directory);
        List<String> functions = List.of("first", "counting", "listening");
        // As long as this one waits, the start is not over.
        FunctionJar.bundle("it.gate")
                .activator(FrameworkSource.activatorAt(gate, "it.gate.Activator", ""))
                .build()
                .deploy(new Workspace(directory, 0).code(CODE), "gate.jar");
        try (RuntimeExtension site = start(functions);
                UpdatedGroup group = site.group(CODE)) {
            gate.awaitEntered();
            group.put("api.jar", TracedComponent.api("it.start.api"));
            Map<String, FunctionJar.Bundle> jars = new LinkedHashMap<>();
            jars.put("first", asking(group, "first", TracedComponent.function("first", "found"), "\"(step=2)\"", TOLD));
            TracedComponent second = TracedComponent.service(TELLER_ANSWER, "immediate = true, property = \"step=2\"")
                    .members(REFERENCE.formatted("target = \"(step=3)\","));
            jars.put("second", group.bundle("second", "5.0.0", second).against(TracedComponent.TELLER));
            Map<String, String> filters = Map.of("counting", "null", "listening", "listen(context)");
            filters.forEach((name, filter) -> jars.put(
                    name, asking(group, name, TracedComponent.function(name, "found"), filter, "there.length")));
            TracedComponent third = TracedComponent.service("\"1.0.0\"", "property = \"step=3\"");
            jars.put("third", group.bundle("third", "5.0.0", third).against(TracedComponent.TELLER));
            for (Map.Entry<String, FunctionJar.Bundle> jar : jars.entrySet()) {
                group.put(jar.getKey() + ".jar", jar.getValue());
                site.log().awaitAll("deployed", jar.getKey() + ".jar");
            }
            gate.open();
            group.begin().await("first", "1.0.0");
            group.await("counting", "2");
            group.await("listening", "1");
            group.end();
            assertEquals(1, group.journal("listening").instances());
        }
    }
}
