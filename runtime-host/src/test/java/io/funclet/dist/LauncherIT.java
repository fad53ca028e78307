package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bin/funclet}, with Java installations that tell how they were started instead of starting a JVM. The script is
 * the distribution's, except that it looks for Java in a directory of the test instead of the machine's.
 */
class LauncherIT {

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path machine;

    @BeforeEach
    void installWhereThereAreSpaces() throws IOException {
        home = Files.createDirectories(temp.resolve("a home with  spaces"));
        machine = Files.createDirectories(temp.resolve("machine"));
        String script = Files.readString(Run.distribution().resolve("bin/funclet"));
        String isolated = script.replaceFirst("for candidate in .*; do", "for candidate in '" + machine + "'/*; do");
        assertNotEquals(script, isolated, "the script looks for Java in another way now");
        Path launcher = Files.createDirectory(home.resolve("bin")).resolve("funclet");
        Files.writeString(launcher, isolated);
        assertTrue(launcher.toFile().setExecutable(true));
        Files.createFile(Files.createDirectory(home.resolve("lib")).resolve("runtime-host-1.0.jar"));
        environment.put("PATH", "/nonexistent");
    }

    @Test
    void funcletJavaHome_winsOverAllOthers() throws Exception {
        java(home.resolve("jre"), "21.0.1");
        environment.put("JAVA_HOME", java(temp.resolve("java home"), "25").toString());
        Path chosen = java(temp.resolve("chosen java"), "17.0.1");
        environment.put("FUNCLET_JAVA_HOME", chosen.toString());

        assertEquals(chosen, start().java());
    }

    @Test
    void funcletJavaHome_withoutReleaseFile_isBelieved() throws Exception {
        Path chosen = java(temp.resolve("java"), "17");
        Files.delete(chosen.resolve("release"));
        environment.put("FUNCLET_JAVA_HOME", chosen.toString());

        assertEquals(chosen, start().java());
    }

    @Test
    void funcletJavaHome_thatDoesNotWork_isAnErrorThatNamesIt() throws Exception {
        java(home.resolve("jre"), "21.0.1");
        environment.put("FUNCLET_JAVA_HOME", "/no such java");
        assertFails("FUNCLET_JAVA_HOME is /no such java, but there is no executable bin/java in it");

        Path old = java(temp.resolve("old"), "11.0.2");
        environment.put("FUNCLET_JAVA_HOME", old.toString());
        assertFails("FUNCLET_JAVA_HOME is " + old + ", which is Java 11; Java 17 or newer is needed");
    }

    @Test
    void smallProfile_boundsTheHeap_andTheStandardOneDoesNot() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        environment.put("FUNCLET_PROFILE", "small");
        List<String> small = start().options();
        assertTrue(small.stream().anyMatch(option -> option.startsWith("-Xmx")), small::toString);
        assertTrue(small.contains("-Dfunclet.profile=small (as FUNCLET_PROFILE says)"), small::toString);

        environment.put("FUNCLET_PROFILE", "standard");
        List<String> standard = start().options();
        assertFalse(standard.stream().anyMatch(option -> option.startsWith("-Xmx")), standard::toString);
    }

    @Test
    void profileThatThereIsNot_isAnErrorThatNamesIt() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        environment.put("FUNCLET_PROFILE", "tiny");
        assertFails("FUNCLET_PROFILE is tiny; small or standard is expected");
    }

    @Test
    void jreOfTheDistribution_comesBeforeJavaHome() throws Exception {
        Path jre = java(home.resolve("jre"), "17.0.1");
        environment.put("JAVA_HOME", java(temp.resolve("java"), "25").toString());

        assertEquals(jre, start().java());
    }

    @Test
    void javaHome_isUsedFrom17On_evenIfThereIsANewerOne() throws Exception {
        Path newest = java(machine.resolve("25"), "25.0.1");
        environment.put("JAVA_HOME", java(temp.resolve("17"), "17.0.1").toString());
        assertEquals(temp.resolve("17"), start().java());

        environment.put("JAVA_HOME", java(temp.resolve("8"), "1.8.0_292").toString());
        assertEquals(newest, start().java());
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.9,    17.0.15",
        "17.0.15,   21",
        "9.0.4,     17",
        "1.8.0_402, 17.0.1",
        "25.0.3,    26-ea",
        "25,        25.0.1",
    })
    void newestInstallationOfTheMachine_isChosen(String older, String newer) throws Exception {
        java(machine.resolve("a"), older);
        Path newest = java(machine.resolve("b"), newer);
        java(machine.resolve("c"), older);
        // Neither is an installation, whatever their version.
        Files.delete(java(machine.resolve("d"), "99").resolve("bin/java"));
        Files.delete(java(machine.resolve("e"), "99").resolve("release"));

        assertEquals(newest, start().java());
    }

    @Test
    void javaOnThePath_isComparedWithTheOthers() throws Exception {
        java(machine.resolve("a"), "21.0.1");
        Path onPath = java(temp.resolve("on the path"), "25.0.1");
        environment.put("PATH", "/nonexistent:" + onPath.resolve("bin") + ":/usr/bin");

        assertEquals(onPath, start().java());
    }

    @Test
    void linkedJavaOnThePath_isFollowed_ifThereIsNoOther() throws Exception {
        Path real = java(temp.resolve("real"), "21.0.1");
        Path bin = Files.createDirectory(temp.resolve("linkbin"));
        Files.createSymbolicLink(bin.resolve("java"), real.resolve("bin/java"));
        environment.put("PATH", bin + ":/usr/bin");

        assertEquals(real, start().java());
    }

    @Test
    void noJava_isOneClearLine() throws Exception {
        java(machine.resolve("a"), "11.0.1");

        assertFails("no Java 17 or newer was found; install one, or set FUNCLET_JAVA_HOME or JAVA_HOME");
    }

    @Test
    void incompleteInstallation_isOneClearLine() throws Exception {
        Files.delete(home.resolve("lib/runtime-host-1.0.jar"));

        assertFails("this installation is incomplete: there is no lib/runtime-host-<version>.jar in " + home);
    }

    @Test
    void arguments_arriveAsTheyAre() throws Exception {
        java(machine.resolve("a"), "17");
        String[] arguments = {"-c", "{\"a\": \"b  c\"}", "", "*", "$(x)", "two\nlines", "back\\slash"};

        assertEquals(List.of(arguments), start(arguments).arguments());
    }

    @Test
    void javaOptions_comeAfterOurs_withoutExpandingPatterns() throws Exception {
        java(machine.resolve("a"), "17");
        environment.put("JAVA_OPTS", "-Xmx20m  -Dx=/*");
        List<String> options = start().options();

        assertTrue(options.indexOf("-Xmx20m") > options.indexOf("-XX:TieredStopAtLevel=1"), options.toString());
        assertTrue(options.contains("-Dx=/*"), options.toString());
        assertTrue(options.contains("-XX:+UseSerialGC"), options.toString());
    }

    @Test
    void collectorOfJavaOptions_takesThePlaceOfOurs() throws Exception {
        java(machine.resolve("a"), "17");
        environment.put("JAVA_OPTS", "-Xmx20m -XX:+UseG1GC");

        assertFalse(start().options().contains("-XX:+UseSerialGC"));
    }

    @ParameterizedTest
    @CsvSource({"17, false", "23.0.1, false", "24, true", "25.0.3, true"})
    void optionsAgainstWarnings_areGivenOnlyToThoseWhoKnowThem(String version, boolean expected) throws Exception {
        java(machine.resolve("a"), version);
        List<String> options = start().options();

        assertEquals(expected, options.contains("--sun-misc-unsafe-memory-access=allow"), options.toString());
        assertEquals(expected, options.contains("--enable-native-access=ALL-UNNAMED"), options.toString());
    }

    @Test
    void launcher_becomesTheJvm_inTheSameProcessAndDirectory() throws Exception {
        java(machine.resolve("a"), "17");
        Path directory = Files.createDirectory(temp.resolve("working directory"));
        Started started = start(directory, home.resolve("bin/funclet").toString(), "-c", "x");

        assertEquals(started.run.pid(), started.number("pid"));
        assertEquals(directory.toString(), started.value("directory"));
        assertEquals(home.resolve("lib/runtime-host-1.0.jar"), started.jar());
    }

    @Test
    void home_isFoundThroughLinks() throws Exception {
        java(machine.resolve("a"), "17");
        environment.put("PATH", "/usr/bin:/bin");
        Path elsewhere = Files.createDirectory(temp.resolve("else where"));
        Path toLauncher = elsewhere.resolve("fun");
        Files.createSymbolicLink(toLauncher, Path.of("..", home.getFileName().toString(), "bin", "funclet"));
        Path toLink = Files.createSymbolicLink(elsewhere.resolve("linked twice"), Path.of("fun"));
        Path toBin = Files.createSymbolicLink(elsewhere.resolve("bin"), home.resolve("bin"));
        Path toHome = Files.createSymbolicLink(elsewhere.resolve("home"), home);

        for (Path path : List.of(toLauncher, toLink, toBin.resolve("funclet"), toHome.resolve("bin/funclet"))) {
            Started started = start(temp, path.toString());
            assertEquals(
                    home.toRealPath().resolve("lib/runtime-host-1.0.jar"),
                    started.jar().toRealPath());
        }
    }

    @Test
    void home_isFoundFromARelativePath_whateverTheNameOfTheProcess() throws Exception {
        java(machine.resolve("a"), "17");
        environment.put("PATH", "/usr/bin:/bin");
        for (String[] place : new String[][] {
            {".", "./bin/funclet"}, {".", "bin/funclet"}, {"bin", "./funclet"}, {"lib", "../bin/funclet"}
        }) {
            Started started = start(
                    home.resolve(place[0]).normalize(),
                    "/bin/bash",
                    "-c",
                    "exec -a localfunc-sayhi-1 " + place[1] + " -c '{}'");
            assertEquals(home.resolve("lib/runtime-host-1.0.jar"), started.jar().normalize(), place[1]);
            assertEquals(List.of("-c", "{}"), started.arguments());
        }
    }

    @Test
    void onlyCommands_areToldAboutTerminals() throws Exception {
        java(machine.resolve("a"), "17");

        assertTrue(start("call", "x").options().contains("-Dfunclet.terminals="));
        assertFalse(start("-c", "x").options().toString().contains("funclet.terminals"));
        assertFalse(start().options().toString().contains("funclet.terminals"));
    }

    private Started start(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/funclet").toString()));
        command.addAll(List.of(arguments));
        return start(temp, command.toArray(String[]::new));
    }

    private Started start(Path workingDirectory, String... command) throws IOException, InterruptedException {
        Run run = Run.of(workingDirectory, environment, command);
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return new Started(run);
    }

    private void assertFails(String explanation) throws IOException, InterruptedException {
        Run run = Run.of(temp, environment, home.resolve("bin/funclet").toString());
        assertEquals("funclet: " + explanation + "\n", run.err());
        assertEquals(1, run.status());
        assertEquals("", run.out());
    }

    /** Makes an installation of Java that only reports, NUL after each part, because arguments may hold anything else. */
    private static Path java(Path directory, String version) throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                printf '%s\\0' "java=$0" "pid=$$" "directory=$PWD"
                [ $# -eq 0 ] || printf '%s\\0' "$@"
                """);
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(
                directory.resolve("release"),
                "IMPLEMENTOR=\"A # vendor\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\nJAVA_VERSION=\"" + version
                        + "\"\nLIBC=\"gnu\"\n");
        return directory;
    }

    /** What the pretended JVM reported. */
    private record Started(Run run) {

        private static final int HEAD = 3;

        String value(String key) {
            return parts().stream()
                    .limit(HEAD)
                    .filter(part -> part.startsWith(key + "="))
                    .findFirst()
                    .orElseThrow()
                    .substring(key.length() + 1);
        }

        long number(String key) {
            return Long.parseLong(value(key));
        }

        Path java() {
            return Path.of(value("java")).getParent().getParent();
        }

        Path jar() {
            return Path.of(parts().get(parts().indexOf("-jar") + 1));
        }

        List<String> options() {
            return parts().subList(HEAD, parts().indexOf("-jar"));
        }

        List<String> arguments() {
            return parts().subList(parts().indexOf("-jar") + 2, parts().size());
        }

        private List<String> parts() {
            List<String> parts = new ArrayList<>(List.of(run.out().split("\0", -1)));
            parts.remove(parts.size() - 1);
            return parts;
        }
    }
}
