package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of README.md and of the tutorial do what the pages say. */
class DocumentedFunctionIT {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static List<String> examples(String page) throws IOException {
        return EXAMPLE.matcher(Files.readString(DocumentedCommands.CHECKOUT.resolve(page)))
                .results()
                .map(example -> example.group(1))
                .toList();
    }

    @Test
    void functionOfTheReadme_isTheFirstOneOfTheTutorial() throws Exception {
        assertEquals(
                examples("README.md"),
                examples("docs/tutorial/first-function.md").subList(0, 1));
    }

    @Test
    void functionOfTheTutorial_failsAtFirst_andItsUpdateRejects_filters_andPrints(@TempDir Path directory)
            throws Exception {
        List<String> examples = examples("docs/tutorial/first-function.md");
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fahrenheit");
        deploy(workspace, "1.0.0", examples.get(0));
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("70.7", callers.call("fahrenheit", "21.5"));
            Status failure = callers.failure("fahrenheit", "warm");
            assertEquals(Status.Code.UNKNOWN, failure.getCode());
            assertEquals(
                    "function fahrenheit failed: NumberFormatException: For input string: \"warm\"",
                    failure.getDescription());

            deploy(workspace, "1.1.0", examples.get(1));
            workspace.log().await("the update", line -> line.contains("updated code/thermo.jar"));
            assertEquals("70.7", callers.call("fahrenheit", "21.5"));
            assertEquals("", callers.call("fahrenheit", ""));
            Status rejection = callers.failure("fahrenheit", "warm");
            assertEquals(Status.Code.FAILED_PRECONDITION, rejection.getCode());
            assertEquals("function fahrenheit: \"warm\" is not a temperature", rejection.getDescription());
            workspace
                    .log()
                    .await(
                            "what it prints",
                            line -> line.contains("(fahrenheit 1.1.0") && line.contains("stdout - asked by topic "));
            // Rejected on purpose, so that it is of interest at level debug only.
            workspace
                    .log()
                    .await("the rejection", line -> line.contains("not a temperature") && line.contains(" DEBUG "));

            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    private static void deploy(Workspace workspace, String version, String source) throws Exception {
        FunctionJar.bundle("com.example.thermo")
                .version(version)
                .source(new FunctionSource("com.example.thermo.Fahrenheit", source))
                .build()
                .deploy(workspace.code("code"), "thermo.jar");
    }
}
