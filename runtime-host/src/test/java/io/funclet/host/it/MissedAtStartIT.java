package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles whose optional parts come up at the same start, after they have been looked for: none is done without for good. */
@BeginsFirst
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

    /** Bundles that can do without others, at random and also in circles. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void manyBundlesOfAStart_areWiredAsIfEachHadComeLast(long seed) throws Exception {
        int count = 30;
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, random);
        Workspace workspace = Workspace.in(directory);
        String[] names = IntStream.range(0, count).mapToObj(i -> "f" + i).toArray(String[]::new);
        workspace.configure(workspace.server(), names);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TreeSet<String> wishes = new TreeSet<>();
            for (int other = 0; other < count; other++) {
                if (other != i && random.nextInt(10) < 2) {
                    wishes.add("p" + other);
                }
            }
            expected.add(String.join(" ", wishes));
            wishing(i, wishes).deploy(workspace.code("code"), "jar" + order.get(i) + ".jar");
        }
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            for (int i = 0; i < count; i++) {
                String name = names[i];
                String all = expected.get(i);
                Await.until(
                        name + " finds " + all,
                        Await.LONG,
                        () -> callers.call(name, "").equals(all),
                        () -> callers.call(name, ""));
            }
            assertTrue(
                    workspace.log().count(" updated ") <= count,
                    () -> workspace.log().toString());
            assertEquals(0, workspace.log().count("WARN"));
            assertEquals(0, runtime.terminate());
        }
    }

    /** A bundle with a package of its own, and a function that answers with those others that it finds. */
    private static FunctionJar wishing(int number, TreeSet<String> wishes) {
        String packages = wishes.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return FunctionJar.bundle("it.b" + number)
                .source(FunctionSource.text("p" + number, "\"\""))
                .function("f" + number, """
                        List<String> found = new ArrayList<>();
                        for (String name : List.<String>of(%s)) {
                            try {
                                Class.forName(name + ".Text");
                                found.add(name);
                            } catch (ClassNotFoundException notThere) {
                                // It is optional.
                            }
                        }
                        return Payload.of(String.join(" ", found));
                        """.formatted(packages))
                .header("Private-Package", "it.b" + number)
                .header("Export-Package", "p" + number)
                .header(
                        "Import-Package",
                        wishes.stream()
                                        .map(name -> name + ";resolution:=optional,")
                                        .collect(Collectors.joining()) + "*")
                .build();
    }
}
