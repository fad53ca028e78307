package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/funclet} makes of its place, its arguments and its environment. */
class LauncherIT extends Installation {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private static final List<String> YOUNG_GENERATION =
            List.of("-Xms74m", "-Xmn66m", "-XX:SurvivorRatio=3", "-XX:TargetSurvivorRatio=12");

    @Test
    void smallProfile_boundsTheHeap() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        environment.put("FUNCLET_PROFILE", "small");
        List<String> small = start().options();
        assertTrue(small.stream().anyMatch(option -> option.startsWith("-Xmx")), small::toString);
        assertTrue(small.contains("-Dfunclet.profile=small (as FUNCLET_PROFILE says)"), small::toString);
    }

    @Test
    void standardProfile_boundsTheHeap_whereNobodySaysHowLargeItMayBe() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        environment.put("FUNCLET_PROFILE", "standard");
        for (String said : List.of("-Xmx5g", "-XX:MaxRAMPercentage=50", "-XX:MaxHeapSize=5g")) {
            environment.put("JAVA_OPTS", said);
            List<String> options = start().options();
            assertFalse(options.contains("-Xmx512m"));
            assertTrue(Collections.disjoint(options, YOUNG_GENERATION), "which may be larger than this heap");
        }
        environment.remove("JAVA_OPTS");
        // The machine of this test may be small, or a container with a limit: then the JVM takes a quarter of that.
        long machine = Long.parseLong(
                        Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", ""))
                * 1024;
        long given =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        boolean isLargeAndWhole = machine == given && machine > 2L << 30;
        List<String> options = start().options();
        assertEquals(isLargeAndWhole, options.contains("-Xmx512m"));
        assertEquals(isLargeAndWhole, options.containsAll(YOUNG_GENERATION));
    }

    @Test
    void noProfile_loadsTheFlightRecorderOrNativeTransports() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        for (String profile : List.of("small", "standard")) {
            environment.put("FUNCLET_PROFILE", profile);
            List<String> options = start().options();
            String netty = "-Dio.grpc.netty.shaded.io.netty.";
            assertTrue(options.contains(netty + "jfr.enabled=false"), options::toString);
            assertTrue(options.contains(netty + "transport.noNative=true"), options::toString);
        }
    }

    @Test
    void profileThatThereIsNot_isAnErrorThatNamesIt() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        environment.put("FUNCLET_PROFILE", "tiny");
        assertFails("FUNCLET_PROFILE is tiny; small or standard is expected");
    }

    @Test
    void missingArchive_isToBeMade_onlyInTheStandardProfile_andUnlessSwitchedOff() throws Exception {
        java(home.resolve("jre"), "17.0.1");
        String missing = "-Dfunclet.archive.missing=true";
        String none = "-Dfunclet.archive.none=true";
        environment.put("FUNCLET_PROFILE", "small");
        assertFalse(start().options().contains(missing));
        assertTrue(start().options().contains(none), "which the log tells of");
        environment.put("FUNCLET_PROFILE", "standard");
        environment.put("FUNCLET_AUTO_ARCHIVE", "off");
        assertFalse(start().options().contains(missing));
        environment.put("FUNCLET_AUTO_ARCHIVE", "no");
        assertFails("FUNCLET_AUTO_ARCHIVE is no; on or off is expected");
        environment.put("FUNCLET_AUTO_ARCHIVE", "on");
        environment.put("FUNCLET_RECORD_ARCHIVE", "recorded");
        assertFalse(start().options().contains(missing));
        environment.remove("FUNCLET_RECORD_ARCHIVE");
        // The machine of this test may be a container with little room.
        assumeTrue(start().options().contains(missing));

        Files.createFile(Files.createDirectory(home.resolve("archive")).resolve("17.0.1+1.jsa"));
        Files.writeString(home.resolve("archive/17.0.1+1.size"), "0 0\n");
        assertFalse(start().options().contains(missing));
        environment.put("FUNCLET_PROFILE", "small");
        assertFalse(start().options().contains(none));
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

        assertTrue(options.indexOf("-Xmx20m") > options.indexOf("-XX:-UsePerfData"), options.toString());
        assertTrue(options.contains("-Dx=/*"), options.toString());
        assertTrue(options.contains("-XX:+UseSerialGC"), options.toString());
    }

    @Test
    void collectorOfJavaOptions_takesThePlaceOfOurs() throws Exception {
        java(machine.resolve("a"), "17");
        environment.put("JAVA_OPTS", "-Xmx20m -XX:+UseG1GC");

        assertFalse(start().options().contains("-XX:+UseSerialGC"));
        environment.put("JAVA_OPTS", "-XX:+UseG1GC");
        assertTrue(Collections.disjoint(start().options(), YOUNG_GENERATION));
    }

    @ParameterizedTest
    @CsvSource({"17.0.8, false", "17.0.9, true", "20.0.2, false", "21, false", "21.0.1, true", "25.0.3, true"})
    void mallocIsTrimmed_onlyWhereTheJvmKnowsTheOption(String version, boolean expected) throws Exception {
        java(machine.resolve("a"), version);
        environment.put("FUNCLET_PROFILE", "standard");

        Started started = start();
        assertEquals(expected, started.options().contains("-XX:TrimNativeHeapInterval=10000"));
        // Either alone would have glibc give back more than without both.
        assertEquals(expected ? "8388608 4194304" : " ", started.value("malloc"));
        environment.put("MALLOC_TRIM_THRESHOLD_", "131072");
        assertEquals(expected ? "131072 4194304" : "131072 ", start().value("malloc"));
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

        assertEquals(started.run().pid(), started.number("pid"));
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
        // A process must not change with the link, and Java 17 wants its archive where it was made.
        assertEquals(
                home.toRealPath().resolve("lib/runtime-host-1.0.jar"),
                start(temp, toHome.resolve("bin/funclet").toString()).jar());
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

    @Test
    void widthOfTheTerminal_isToldToTheOneCommandThatHasTables() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "nothing pretends to be a terminal");
        java(home.resolve("jre"), "17.0.1");
        environment.put("PATH", "/usr/bin:/bin");
        assertTrue(onTerminal("ps").contains("-Dfunclet.columns=123\0"));
        assertFalse(onTerminal("call").contains("-Dfunclet.columns"));
        environment.put("COLUMNS", "100");
        assertFalse(onTerminal("ps").contains("-Dfunclet.columns"));
        environment.remove("COLUMNS");
        assertFalse(start("ps").options().toString().contains("-Dfunclet.columns"));
        // Without stty, the width is unknown.
        environment.put("PATH", "/nonexistent");
        assertTrue(onTerminal("ps").contains("-Dfunclet.columns=\0"));
    }

    private String onTerminal(String command) throws Exception {
        String line = "/usr/bin/stty cols 123; '" + home.resolve("bin/funclet") + "' " + command;
        environment.put("SHELL", "/bin/sh");
        Run run = Run.of(temp, environment, SCRIPT.toString(), "-qec", line, "/dev/null");
        assertEquals(0, run.status(), run.out() + run.err());
        return run.out();
    }
}
