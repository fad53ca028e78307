package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.DocumentedCommands;
import io.funclet.host.it.runtime.DocumentedCommands.Command;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that README.md and docs show works as it is printed, unless the page says what it needs besides. */
@BeginsFirst
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedCommandsIT {

    /** By the README, in the one terminal of two that stays busy. */
    private static final String SERVE = "./funclet serve runtime-host/target/funclet/samples";

    /** Some twenty processes. {@code DemoIT} runs it, and compares it with the README. */
    private static final String DEMO = "./funclet demo";

    /** What the shell says of a command that is not installed. */
    private static final int NO_COMMAND = 127;

    private Path checkout;
    private Path control;
    private RuntimeProcess runtime;
    private int port;
    private int httpPort;

    /** What the pages ask about is there: two functions that lack a package, and what is no jar. */
    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        checkout = directory;
        control = directory.resolve("control");
        port = RuntimeProcess.freePort();
        httpPort = RuntimeProcess.freePort();
        Path launcher = RuntimeProcess.distribution().resolve("bin/funclet");
        Files.createSymbolicLink(directory.resolve("funclet"), launcher);
        Files.createSymbolicLink(Files.createDirectory(directory.resolve("bin")).resolve("funclet"), launcher);
        Path samples = Files.createDirectories(directory.resolve("runtime-host/target/funclet/samples"));
        try (Stream<Path> jars = Files.list(RuntimeProcess.distribution().resolve("samples"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, samples.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (String function : List.of("thermo", "humidity")) {
            FunctionJar.bundle("com.example." + function)
                    .version("1.2.0")
                    .function(function, "return event;")
                    .header("Import-Package", "com.example.units;version=\"[1.0,2)\",*")
                    .build()
                    .deploy(samples, function + ".jar");
        }
        Files.writeString(samples.resolve("words.jar"), "no jar");
        runtime = RuntimeProcess.in(directory)
                .environment("FUNCLET_CONTROL", control.toString())
                .start((SERVE + " --address 127.0.0.1:" + port + " --http " + httpPort)
                        .substring("./funclet ".length())
                        .split(" "));
        runtime.awaitPort(port);
        Await.until(
                "the sample",
                Await.LONG,
                () -> runtime.err().stream().anyMatch(line -> line.contains("serving sayhi"))
                        && runtime.err().stream().anyMatch(line -> line.contains("waiting samples/humidity.jar")),
                runtime::toString);
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
        }
    }

    static List<Command> commands() throws IOException {
        return DocumentedCommands.all().stream()
                .filter(command -> command.needs().isEmpty()
                        && !command.line().equals(SERVE)
                        && !command.line().equals(DEMO))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_worksAsItIsPrinted(Command command) throws Exception {
        boolean calls = command.line().contains("funclet call");
        String line = command.line().replace("localhost:9090", "localhost:" + httpPort);
        Path out = Files.createTempFile(checkout, "command", ".out");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line + (calls ? " --address 127.0.0.1:" + port : ""))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().merge("PATH", checkout.resolve("bin") + ":", (path, bin) -> bin + path);
        builder.environment().put("FUNCLET_CONTROL", control.toString());
        builder.environment().put("JAVA_OPTS", RuntimeStart.C1_ALONE);
        Process process = builder.start();
        process.getOutputStream().close();
        int status = process.waitFor();
        String said = Files.readString(out, StandardCharsets.UTF_8);

        assumeFalse(status == NO_COMMAND && line.startsWith("curl "), "there is no curl");
        // 1 is what some of them say of what is not as it should be.
        assertTrue(status == 0 || status == 1 && !calls, () -> command + " has ended with " + status + ": " + said);
        assertTrue(
                command.isAnExample() || command.output().stream().anyMatch(squeezed(said)::contains),
                () -> command + " says nothing of what the page prints: " + said);
    }

    private static String squeezed(String text) {
        return DocumentedCommands.squeezed(text);
    }

    /** One that is left out has its reason in the page. */
    static List<Command> leftOut() throws IOException {
        return DocumentedCommands.all().stream()
                .filter(command -> !command.needs().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("leftOut")
    void commandThatIsNotRun_isSaidToNeedMore(Command command) {
        assertTrue(command.needs().length() > "needs ".length(), command::toString);
    }
}
