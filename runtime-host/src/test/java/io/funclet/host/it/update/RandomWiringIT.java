package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start of many bundles that can do without each other. */
class RandomWiringIT {

    @TempDir
    Path directory;

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
