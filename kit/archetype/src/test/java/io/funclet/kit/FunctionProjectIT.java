package io.funclet.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The project that {@code funclet new} makes, as its author builds it: with Maven, in a folder of its own. */
class FunctionProjectIT {

    private static LocalRepository repository;

    @TempDir
    Path home;

    @BeforeAll
    static void install() throws IOException {
        repository = LocalRepository.of(FunctionProjectIT.class);
    }

    @Test
    void newProject_isBuilt_andItsTestsPass() throws Exception {
        assertBuilt(Path.of(System.getProperty("java.home")), "--group=com.example");
    }

    /** What it is built with, the example in Kotlin shows in each run. */
    @Test
    @Tag("long")
    void newKotlinProject_isBuilt_andItsTestsPass() throws Exception {
        Optional<Path> newer = newer(25);
        assumeTrue(newer.isPresent(), "there is no Java 25");
        assertBuilt(newer.get(), "--kotlin");
    }

    private void assertBuilt(Path java, String option) throws Exception {
        funclet("new", "heat-pump", option);

        String said = maven(home.resolve("heat-pump"), java, "verify");

        assertTrue(said.contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"), said);
        assertTrue(Files.exists(home.resolve("heat-pump/target/heat-pump-1.0.0.jar")), said);
    }

    @ParameterizedTest
    @CsvSource({"java,function-archetype", "kotlin,function-archetype-kotlin"})
    void archetype_makesTheSameFiles(String language, String archetype) throws Exception {
        funclet("new", "heat-pump", language.equals("kotlin") ? "--kotlin" : "--group=com.example");
        Map<String, String> expected = files(home.resolve("heat-pump"));
        Path other = Files.createDirectory(home.resolve("other"));

        maven(
                other,
                Path.of(System.getProperty("java.home")),
                "org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate",
                "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=io.funclet",
                "-DarchetypeArtifactId=" + archetype,
                "-DarchetypeVersion=" + LocalRepository.VERSION,
                "-DgroupId=com.example",
                "-DartifactId=heat-pump",
                "-Dpackage=com.example.heatpump",
                "-DclassName=HeatPump");

        assertEquals(expected, files(other.resolve("heat-pump")));
    }

    /** Takes minutes beside the other tests, and starts the compiler twice: {@code mvn -B verify -Plong}. */
    @Test
    @Tag("long")
    void kotlinAndJava_areBuiltByDevAfterEachSave_withoutMaven() throws Exception {
        funclet("new", "heat-pump", "--kotlin");
        Path project = home.resolve("heat-pump");
        Path java = project.resolve("src/main/java/com/example/heatpump/Greeting.java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, """
                package com.example.heatpump;
                final class Greeting {
                    static Response of(Event event) {
                        return new Response("Hello " + event.getName());
                    }
                }
                """);
        Path kotlin = project.resolve("src/main/kotlin/com/example/heatpump/HeatPump.kt");
        edit(kotlin, "Response(\"Hello \" + event.name)", "Greeting.of(event)");
        Files.createDirectory(home.resolve(".m2"));
        Files.copy(repository.settings(), home.resolve(".m2/settings.xml"));
        ProcessBuilder command = launcher("dev", "heat-pump", "--address", "127.0.0.1:" + BusyTerminal.freePort());
        command.environment().merge("PATH", LocalRepository.MAVEN + ":", (own, maven) -> maven + own);
        command.environment().put("MAVEN_OPTS", "-Duser.home=" + home);
        command.environment().put("FUNCLET_CONTROL", home.resolve("control").toString());
        try (BusyTerminal dev = new BusyTerminal(command.directory(home.toFile()))) {
            dev.await("serving after", line -> line.contains("serving after"));
            dev.clear();
            edit(kotlin, "Greeting.of(event)", "Greeting.off(event)");
            dev.await("the error", line -> line.contains("HeatPump.kt:17: unresolved reference 'off'"));
            edit(kotlin, "Greeting.off(event)", "Greeting.of(event)");
            dev.await("saved -> serving", line -> line.contains("saved -> serving"));
            assertEquals(1, dev.toString().split("mvn package", -1).length - 1, dev.toString());
        }
    }

    private static void edit(Path source, String from, String to) throws IOException {
        String text = Files.readString(source);
        assertTrue(text.contains(from), text);
        Files.writeString(source, text.replace(from, to));
    }

    @Test
    void badNames_areRejected_andNothingIsWritten() throws Exception {
        assertEquals(
                "funclet: \"HeatPump\" cannot be the name of a project: small letters, digits and hyphens are expected, with a"
                        + " letter first, such as heat-pump\nTry 'funclet new --help'.\n",
                rejected("new", "HeatPump"));
        assertEquals(
                "funclet: \"class\" is a word of Java or Kotlin, and cannot be in the name of a package\n"
                        + "Try 'funclet new --help'.\n",
                rejected("new", "class"));
        assertEquals(Map.of(), files(home));
        funclet("new", "pump");
        assertEquals("funclet: pump is not empty: choose another name, or remove it\n", rejected("new", "pump"));
    }

    private void funclet(String... arguments) throws Exception {
        Process process = start(home, launcher(arguments));
        String said = said(process);
        assertEquals(0, process.waitFor(), said);
    }

    private String rejected(String... arguments) throws Exception {
        Process process = start(home, launcher(arguments));
        String said = said(process);
        assertTrue(process.waitFor() != 0, said);
        return said;
    }

    private static ProcessBuilder launcher(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(TutorialPage.CHECKOUT
                .resolve("runtime-host/target/funclet/bin/funclet")
                .toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String maven(Path directory, Path jdk, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                LocalRepository.MAVEN.resolve("mvn").toString(),
                "-B",
                "-ntp",
                "-s",
                repository.settings().toString(),
                "-Dmaven.repo.local=" + repository.path()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("MAVEN_OPTS", LocalRepository.OF_MAVEN);
        Process process = start(directory, builder);
        String said = said(process);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static Process start(Path directory, ProcessBuilder builder) throws IOException {
        Process process =
                builder.directory(directory.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes());
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder.relativize(file).toString(),
                        Files.readString(file).strip());
            }
        }
        return files;
    }

    private static Optional<Path> newer(int java) throws IOException {
        Path places = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(places)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(places)) {
            return all.filter(jdk -> isVersion(jdk, java)).findFirst();
        }
    }

    private static boolean isVersion(Path jdk, int java) {
        try {
            return Files.exists(jdk.resolve("bin/javac"))
                    && Files.readString(jdk.resolve("release")).contains("JAVA_VERSION=\"" + java);
        } catch (IOException none) {
            return false;
        }
    }
}
