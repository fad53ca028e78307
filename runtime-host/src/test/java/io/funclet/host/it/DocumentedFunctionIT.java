package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function of README.md does what the page says. */
class DocumentedFunctionIT {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    @Test
    void functionOfTheReadme_answers_refuses_filters_andPrints(@TempDir Path directory) throws Exception {
        Matcher example =
                EXAMPLE.matcher(Files.readString(Path.of(System.getProperty("funclet.checkout", ".."), "README.md")));
        assertTrue(example.find());
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fahrenheit");
        FunctionJar.bundle("com.example.thermo")
                .version("1.0.0")
                .source(new FunctionSource("com.example.thermo.Fahrenheit", example.group(1)))
                .build()
                .deploy(workspace.code("code"), "thermo-1.0.0.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("70.7", callers.call("fahrenheit", "21.5"));
            assertEquals("", callers.call("fahrenheit", ""));

            Status refusal = callers.failure("fahrenheit", "warm");
            assertEquals(Status.Code.FAILED_PRECONDITION, refusal.getCode());
            assertEquals("function fahrenheit: \"warm\" is not a temperature", refusal.getDescription());
            workspace
                    .log()
                    .await(
                            "what it prints",
                            line -> line.contains("(fahrenheit 1.0.0") && line.contains("stdout - asked by topic "));
            // Refused on purpose, so that it is of interest at level debug only.
            workspace
                    .log()
                    .await("the refusal", line -> line.contains("not a temperature") && line.contains(" DEBUG "));

            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }
}
