package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.testkit.Deployment.Kind;
import io.funclet.testkit.functions.ContextFunction;
import io.funclet.testkit.functions.KeptFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FuncletRuntimeTest {

    @RegisterExtension
    static final FuncletExtension RUNTIME = new FuncletExtension(Path.of(System.getProperty("sample.classes")));

    @TempDir
    private Path directory;

    private final FuncletRuntime runtime = RUNTIME.runtime();

    @Test
    void function_isCalledInEachProtocol() throws Exception {
        runtime.deploy(context("1.0.0")).orFail();
        for (Protocol protocol : EnumSet.complementOf(EnumSet.of(Protocol.HTTP))) {
            FunctionResponse response = runtime.calling("context")
                    .protocol(protocol)
                    .topic("room/1")
                    .qos(1)
                    .send("hello");
            assertEquals(protocol + " room/1 1 1.0.0 hello", response.text());
        }
        assertEquals("1.0.0", runtime.awaitServing("context").version());
        runtime.remove("context.jar");
    }

    private Path context(String version) throws Exception {
        return TestBundle.jar(directory.resolve("context.jar"), "test.context", version, ContextFunction.class);
    }

    @Test
    void classesOfAProject_areDeployedAsABundle() {
        assertEquals("{}", runtime.call("echo", "{}").text());
        assertTrue(runtime.call("echo", "").isFiltered());
        assertEquals(
                List.of("io.funclet.sample.jar"),
                runtime.jars().stream()
                        .filter(jar -> jar.state().equals("SERVING"))
                        .map(JarState::file)
                        .toList());
    }

    @Test
    void update_tellsHowItEnded() throws Exception {
        Path jar = context("1.0.0");
        Deployment first = runtime.deploy(jar);
        assertEquals(Kind.DEPLOYED, first.kind(), first::line);
        assertEquals(Set.of("context"), first.functions());
        assertEquals(Kind.UNCHANGED, runtime.deploy(jar).kind());

        try (RepeatedCalls calls = runtime.calling("context").repeatedly("x")) {
            calls.await("BAETYL_FAAS  0 1.0.0 x");
            Deployment second = runtime.update("context.jar", context("1.1.0"));
            assertEquals(Kind.UPDATED, second.kind(), second::line);
            calls.await("BAETYL_FAAS  0 1.1.0 x");
            assertEquals(List.of(), calls.failures());
            assertEquals(2, calls.responses().size(), () -> calls.responses().toString());
        }
        assertTrue(runtime.call("context", "x").text().contains(" 1.1.0 "));

        Files.write(directory.resolve("broken.jar"), new byte[] {'P', 'K', 3, 4, 5, 6});
        Deployment broken = runtime.update("context.jar", directory.resolve("broken.jar"));
        assertEquals(Kind.REJECTED, broken.kind(), broken::line);
        assertEquals(
                broken.line(),
                assertThrows(AssertionError.class, broken::orFail).getMessage());
        assertTrue(runtime.call("context", "x").text().contains(" 1.1.0 "));

        assertEquals(Kind.REMOVED, runtime.remove("context.jar").kind());
        assertEquals("NOT_FOUND", runtime.call("context", "x").status());
        runtime.awaitUnloaded();
    }

    @Test
    void bundleThatLacksAnother_waits() throws Exception {
        Path jar = TestBundle.jar(
                directory.resolve("lacking.jar"),
                "test.lacking",
                "1.0.0",
                Map.of("Import-Package", "com.absent,*"),
                ContextFunction.class);
        Deployment lacking = runtime.deploy(jar);
        assertEquals(Kind.WAITING, lacking.kind(), lacking::line);
        assertTrue(lacking.reason().contains("com.absent"), lacking::reason);
        assertTrue(String.join("\n", runtime.explain("lacking.jar")).contains("com.absent"));
        runtime.remove("lacking.jar");
    }

    @Test
    void failure_hasStatusAndMessage() throws Exception {
        runtime.deploy(context("1.0.0")).orFail();
        FunctionResponse rejected = runtime.call("context", "reject");
        assertFalse(rejected.isOk());
        assertTrue(rejected.message().contains("rejected on purpose"), rejected::toString);
        assertTrue(
                assertThrows(AssertionError.class, rejected::text).getMessage().contains(rejected.status()));
        // The process of the test is guarded, too.
        assertFalse(runtime.call("context", "exit").isOk());
        runtime.remove("context.jar");
    }

    @Test
    void whatAFunctionLogsAndPrints_isInTheLogOfItsRuntime() throws Exception {
        runtime.deploy(context("1.0.0")).orFail();
        try (FuncletRuntime other = FuncletRuntime.start()) {
            other.deploy(context("1.0.0")).orFail();
            runtime.call("context", "one").text();
            other.call("context", "two").text();
            runtime.awaitLog("context - logged one");
            runtime.awaitLog("stdout - printed one");
            other.awaitLog("stdout - printed two");
            assertEquals(
                    List.of(),
                    other.log().stream().filter(line -> line.contains("one")).toList());
            assertEquals(
                    List.of(),
                    runtime.log().stream().filter(line -> line.contains("two")).toList());
        }
        runtime.remove("context.jar");
    }

    @Test
    void versionThatSomethingKeeps_isNamed() throws Exception {
        List<Object> kept = new ArrayList<>();
        System.getProperties().put("kept", kept);
        runtime.deploy(TestBundle.jar(directory.resolve("kept.jar"), "test.kept", "1.0.0", KeptFunction.class))
                .orFail();
        runtime.call("kept", "x").text();
        runtime.remove("kept.jar");
        AssertionError leak = assertThrows(AssertionError.class, () -> runtime.awaitUnloaded(Duration.ofMillis(300)));
        assertTrue(leak.getMessage().contains("test.kept 1.0.0"), leak::getMessage);
        System.getProperties().remove("kept");
        kept.clear();
        runtime.awaitUnloaded();
    }
}
