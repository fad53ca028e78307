package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jars of a set serve with the content that it lists, all of them or none. */
@Embedded
class SetIT {

    private static final String SET = "gateway.set.jar";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "joint", List.of("one", "two"),
            "failing", List.of("sound", "faulty"),
            "lacking", List.of("there", "absent"),
            "freed", List.of("free", "bound"),
            "left", List.of("west"),
            "right", List.of("east"),
            "twice", List.of("shared")));

    private static FunctionJar jar(UpdatedGroup group, String function, String version) throws Exception {
        return group.function(function, version, '"' + version + '"').build();
    }

    private static FunctionJar set(UpdatedGroup group, String version, String... functions) throws Exception {
        SetFile set = new SetFile();
        for (String function : functions) {
            FunctionJar jar = jar(group, function, version);
            set.with(function + ".jar", jar);
            jar.deploy(Files.createDirectories(site.path().resolve("build/" + version)), function + ".jar");
        }
        return set.build();
    }

    /** Puts the jar there that the set of this version lists. */
    private static void put(Path directory, String function, String version) throws Exception {
        new FunctionJar(Files.readAllBytes(
                        site.path().resolve("build/" + version).resolve(function + ".jar")))
                .deploy(directory, function + ".jar");
    }

    /** Puts a set there, and then its jars. */
    private static void putAll(Path directory, UpdatedGroup group, String version, String... functions)
            throws Exception {
        set(group, version, functions).deploy(directory, SET);
        for (String function : functions) {
            put(directory, function, version);
        }
    }

    @Test
    void jarsOfASet_goOverTogether_whenAllAreThere_andNoCallIsLost() throws Exception {
        Path directory = site.code("joint");
        try (UpdatedGroup group = site.group("joint")) {
            putAll(directory, group, "1.0.0", "one", "two");
            group.begin().awaitAll("1.0.0");
            for (String version : List.of("2.0.0", "3.0.0")) {
                set(group, version, "one", "two").deploy(directory, SET);
                put(directory, "one", version);
                site.awaitLine("waiting joint/" + SET, "waits for two.jar, whose digest is ", " and has to be ");
                group.awaitResponses(5);
                put(directory, "two", version);
                group.awaitAll(version);
                site.awaitLine("updated joint/" + SET, "one.jar, two.jar");
            }
            Said said = site.operator().run("ps");
            assertTrue(said.names(SET), said::toString);
            site.operator().explain("one.jar", "belongs to the set " + SET);
            group.end();
            group.assertSaw("one", "1.0.0", "2.0.0", "3.0.0");
            group.assertSaw("two", "1.0.0", "2.0.0", "3.0.0");
        }
    }

    @Test
    void oneJarThatDoesNotStart_keepsAllBack_andIsNamed() throws Exception {
        Path directory = site.code("failing");
        try (UpdatedGroup group = site.group("failing")) {
            putAll(directory, group, "1.0.0", "sound", "faulty");
            group.begin().awaitAll("1.0.0");
            FunctionJar sound = jar(group, "sound", "2.0.0");
            FunctionJar faulty = group.bundle(
                            "faulty",
                            "2.0.0",
                            TracedComponent.function("faulty", "\"2.0.0\"").activation("""
                                    if (true) {
                                        throw new IllegalStateException("no sensor");
                                    }
                                    """))
                    .build();

            new SetFile()
                    .with("sound.jar", sound)
                    .with("faulty.jar", faulty)
                    .build()
                    .deploy(directory, SET);
            sound.deploy(directory, "sound.jar");
            faulty.deploy(directory, "faulty.jar");

            site.awaitLine("rejected failing/" + SET, "it.faulty 2.0.0 (failing/faulty.jar)", "no sensor");
            group.awaitResponses(5);
            site.operator().explain(SET, "is rejected", "it.faulty 2.0.0");
            putAll(directory, group, "3.0.0", "sound", "faulty");
            group.awaitAll("3.0.0");
            group.end();
            group.assertSaw("sound", "1.0.0", "3.0.0");
            group.assertSaw("faulty", "1.0.0", "3.0.0");
        }
    }

    @Test
    void setThatLacksAJar_saysSo_andServesNothing_untilItIsThere() throws Exception {
        Path directory = site.code("lacking");
        try (UpdatedGroup group = site.group("lacking")) {
            set(group, "1.0.0", "there", "absent").deploy(directory, SET);
            put(directory, "there", "1.0.0");
            site.awaitLine("waiting lacking/" + SET, "waits for absent.jar, which is not there");
            site.operator().explain(SET, "is waiting", "waits for absent.jar, which is not there");
            site.operator().explain("there.jar", "belongs to the set " + SET);
            put(directory, "absent", "1.0.0");
            group.begin().awaitAll("1.0.0");
            group.end();
        }
    }

    @Test
    void jarsOfASetThatIsGone_areOrdinaryOnes() throws Exception {
        Path directory = site.code("freed");
        try (UpdatedGroup group = site.group("freed")) {
            putAll(directory, group, "1.0.0", "free", "bound");
            group.begin().awaitAll("1.0.0");
            group.put("free.jar", jar(group, "free", "2.0.0"));
            site.awaitLine("waiting freed/" + SET, "waits for free.jar, whose digest is ");
            group.awaitResponses(5);
            group.delete(SET);
            group.await("free", "2.0.0");
            group.end();
            group.assertSaw("bound", "1.0.0");
            group.assertSaw("free", "1.0.0", "2.0.0");
        }
    }

    @Test
    void setOverTwoDirectories_goesOverInBoth_orInNone() throws Exception {
        Path left = site.code("left");
        Path right = site.code("right");
        for (String version : List.of("1", "2")) {
            FunctionJar west = FunctionJar.of("it.west", "west", "return Payload.of(\"" + version + "\");");
            FunctionJar east = FunctionJar.of("it.east", "east", "return Payload.of(\"" + version + "\");");
            FunctionJar set = new SetFile()
                    .with("left/w.jar", west)
                    .with("right/e.jar", east)
                    .build();
            set.deploy(left, SET);
            west.deploy(left, "w.jar");
            east.deploy(right, "e.jar");
            site.awaitLine("waiting left/" + SET, "waits for right/" + SET + ", which has to be the same file");
            if (version.equals("2")) {
                assertEquals("1", site.callers().call("west", ""));
            }
            set.deploy(right, SET);
            site.awaitAnswer("west", version, "1");
            site.awaitAnswer("east", version, "1");
        }
        FunctionJar good = FunctionJar.of("it.west", "west", "return Payload.of(\"3\");");
        FunctionJar bad = FunctionJar.withManifest(Map.of("Bundle-SymbolicName", "it.east", "Import-Package", "none"));
        FunctionJar set =
                new SetFile().with("left/w.jar", good).with("right/e.jar", bad).build();
        good.deploy(left, "w.jar");
        bad.deploy(right, "e.jar");
        set.deploy(left, SET);
        set.deploy(right, SET);
        site.awaitLine("waiting", "/" + SET, "it.east 0.0.0 (right/e.jar)", "none");
        assertEquals("2", site.callers().call("west", ""));
        assertEquals("2", site.callers().call("east", ""));
    }

    @Test
    void command_makesASet_thatCheckComparesWithItsJars() throws Exception {
        Path build = Files.createDirectories(site.path().resolve("made"));
        Path one = FunctionJar.echo("it.one", "one").build().deploy(build, "one.jar");
        Path two = FunctionJar.echo("it.two", "two").build().deploy(build, "two.jar");
        String set = build.resolve(SET).toString();

        Said made = site.operator().run("set", set, one.toString(), two.toString());
        Said complete = site.operator().run("check", set);
        Files.delete(two);
        Said incomplete = site.operator().run("check", set);

        assertTrue(made.names("is a set of 2 jars", "  one.jar", "  two.jar"), made::toString);
        assertTrue(complete.names("would be taken", "lists " + one, "lists " + two), complete::toString);
        assertTrue(incomplete.names("would wait", "lists " + two + ", which is not there"), incomplete::toString);
        assertEquals(1, incomplete.status());
        Said unnamed = site.operator().run("set", build.resolve("set.jar").toString(), one.toString());
        assertTrue(unnamed.err().contains("the name of a set ends with .set.jar"), unnamed::toString);
    }

    @Test
    void jarThatTwoSetsName_belongsToTheFirst_andTheOtherIsKeptBack() throws Exception {
        Path directory = site.code("twice");
        FunctionJar shared = FunctionJar.of("it.shared", "shared", "return Payload.of(\"first\");");
        FunctionJar set = new SetFile().with("shared.jar", shared).build();
        set.deploy(directory, "a.set.jar");
        shared.deploy(directory, "shared.jar");
        site.awaitAnswer("shared", "first");

        set.deploy(directory, "b.set.jar");

        site.awaitLine("twice/b.set.jar", "lists shared.jar, which belongs to the set a.set.jar");
        new SetFile().with("nowhere/x.jar", shared).build().deploy(directory, "c.set.jar");
        site.awaitLine(
                "rejected twice/c.set.jar", "lists nowhere/x.jar, and there is no code directory with this name");
        assertEquals("first", site.callers().call("shared", ""));
    }
}
