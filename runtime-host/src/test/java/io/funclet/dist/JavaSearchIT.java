package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Java {@code bin/funclet} takes. */
class JavaSearchIT extends Installation {

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
}
