package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.DocumentedCommands.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the tutorials, in their order, say what the pages print. The test makes the jars, without Maven. */
class DocumentedTutorialIT {

    private static final String FIRST = "docs/tutorial/first-function.md";
    private static final String SECOND = "docs/tutorial/osgi.md";

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** What a reader does once, and the test has done. */
    private static final Pattern PREPARED = Pattern.compile("mvn .*|mkdir .*|\\./funclet (--version|serve) ?.*");

    @TempDir
    Path home;

    @Test
    void functionOfTheReadme_isTheFirstOneOfTheTutorial() throws Exception {
        assertEquals(examples("README.md"), examples(FIRST).subList(0, 1));
    }

    @Test
    void firstFunction_doesWhatThePageSays() throws Exception {
        List<String> versions = examples(FIRST);
        thermo(versions.get(0)).version("1.0.0").build().deploy(target("thermo"), "thermo-1.0.0.jar");
        thermo(versions.get(1)).version("1.1.0").build().deploy(target("thermo"), "thermo-1.1.0.jar");

        List<String> log = follow(FIRST);

        assertTrue(
                log.stream().anyMatch(line -> line.endsWith("stdout - asked by topic room/1")),
                () -> String.join("\n", log));
    }

    @Test
    void library_isUpdatedAsThePageSays() throws Exception {
        FunctionSource units =
                new FunctionSource("com.example.units.Units", examples(SECOND).get(0));
        for (String version : List.of("1.0.0", "1.1.0", "2.0.0")) {
            FunctionJar.bundle("com.example.units")
                    .version(version)
                    .source(units)
                    .header("Export-Package", "com.example.units;version=" + version)
                    .build()
                    .deploy(target("units"), "units-" + version + ".jar");
        }
        thermo(examples(FIRST).get(1).replace("celsius * 9 / 5 + 32", "com.example.units.Units.fahrenheit(celsius)"))
                .version("1.2.0")
                .against(units)
                .header("Import-Package", "com.example.units;version=\"[1.0,2)\",*")
                .build()
                .deploy(target("thermo"), "thermo-1.2.0.jar");

        follow(SECOND);
    }

    private static FunctionJar.Bundle thermo(String source) {
        return FunctionJar.bundle("com.example.thermo")
                .source(new FunctionSource("com.example.thermo.Fahrenheit", source));
    }

    private Path target(String project) throws IOException {
        return Files.createDirectories(home.resolve(project).resolve("target"));
    }

    /** Runs the commands of a page, each until it says what the page has, because a deployment takes its time. */
    private List<String> follow(String page) throws Exception {
        Path checkout = Files.createDirectory(home.resolve("checkout"));
        Files.createDirectory(checkout.resolve("functions"));
        Files.createSymbolicLink(
                checkout.resolve("funclet"), RuntimeProcess.distribution().resolve("bin/funclet"));
        String control = home.resolve("control").toString();
        int port = RuntimeProcess.freePort();
        try (RuntimeProcess runtime = RuntimeProcess.in(checkout)
                .environment("FUNCLET_CONTROL", control)
                .start("serve", "functions", "--address", "127.0.0.1:" + port)) {
            runtime.awaitPort(port);
            for (Command command : DocumentedCommands.all()) {
                if (command.page().equals(page)
                        && !PREPARED.matcher(command.line()).matches()) {
                    String line = command.line().contains("funclet call")
                            ? command.line() + " --address 127.0.0.1:" + port
                            : command.line();
                    String[] said = {""};
                    Await.until(
                            command.toString(),
                            Await.LONG,
                            () -> {
                                said[0] = run(checkout, line, control);
                                return command.output().stream()
                                        .map(DocumentedTutorialIT::withoutNumbers)
                                        .allMatch(withoutNumbers(said[0])::contains);
                            },
                            () -> said[0] + runtime);
                }
            }
            assertEquals(0, runtime.terminate());
            return runtime.err();
        }
    }

    private static String run(Path checkout, String line, String control) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line)
                .directory(checkout.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        builder.environment().put("FUNCLET_CONTROL", control);
        builder.environment().put("JAVA_OPTS", RuntimeStart.C1_ALONE);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    /** Times and process numbers differ, and so does the directory. */
    private static String withoutNumbers(String text) {
        return DocumentedCommands.squeezed(text)
                .replaceAll("/\\S*/functions", "functions")
                .replaceAll("\\d[\\w.:-]*", "0");
    }

    private static List<String> examples(String page) throws IOException {
        return EXAMPLE.matcher(Files.readString(DocumentedCommands.CHECKOUT.resolve(page)))
                .results()
                .map(example -> example.group(1))
                .toList();
    }
}
