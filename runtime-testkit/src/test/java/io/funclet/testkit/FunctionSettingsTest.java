package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.testkit.Deployment.Kind;
import io.funclet.testkit.functions.PressFunction;
import io.funclet.testkit.functions.QuickFunction;
import io.funclet.testkit.functions.RejectingFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets for a function, and what its author says with annotations. */
class FunctionSettingsTest {

    @TempDir
    private Path directory;

    private FuncletRuntime configured(String settings) throws Exception {
        return FuncletRuntime.builder().config(put(settings)).start();
    }

    /** As an editor saves it. */
    private Path put(String settings) throws Exception {
        Path whole = Files.writeString(directory.resolve("whole"), "functions:\n" + settings);
        return Files.move(whole, directory.resolve("funclet.yml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path press(String version) throws Exception {
        return TestBundle.jar(directory.resolve("press.jar"), "test.press", version, PressFunction.class);
    }

    @Test
    void settings_reachEachVersion_andChangesAreServed_withoutALostCall() throws Exception {
        String settings = "  - {name: press, config: {port: %d, unit: °C, log.all: true, tags: [a, 'b, c']}}\n";
        try (FuncletRuntime runtime = configured(settings.formatted(7))) {
            runtime.deploy(press("1.0.0")).orFail();
            try (RepeatedCalls calls = runtime.calling("press").repeatedly("")) {
                calls.await("7°Ctruea+b, c");
                runtime.deploy(press("2.0.0")).orFail();
                put(settings.formatted(8));
                calls.await("8°Ctruea+b, c");
                put("  - {name: press}\n");
                calls.await("1barfalse");
                assertEquals(List.of("7°Ctruea+b, c", "8°Ctruea+b, c", "1barfalse"), calls.responses());
            }
            assertEquals("2.0.0", runtime.awaitServing("press").version());
        }
    }

    @Test
    void valueThatDoesNotFit_isNamedWithItsLine() throws Exception {
        try (FuncletRuntime runtime = configured("  - name: press\n    config:\n      port: 7.9\n")) {
            Deployment rejected = runtime.deploy(press("1.0.0"));

            assertEquals(Kind.REJECTED, rejected.kind(), rejected::line);
            assertTrue(rejected.reason().contains("takes no port = 7.9 of functions[0].config"), rejected::reason);
            assertTrue(rejected.reason().contains("line 4: it must be a whole number"), rejected::reason);
        }
    }

    @Test
    void rejectedEvent_isAnError_orTheDocumentOfTheManager() throws Exception {
        Path jar = TestBundle.jar(directory.resolve("rejects.jar"), "test.rejects", "1.0.0", RejectingFunction.class);
        try (FuncletRuntime runtime = FuncletRuntime.start()) {
            runtime.deploy(jar).orFail();
            assertEquals(
                    "FAILED_PRECONDITION: function rejects: no such device: d7",
                    runtime.call("rejects", "d7").toString());
        }
        try (FuncletRuntime runtime = FuncletRuntime.builder()
                .environment("FUNCLET_REFUSALS", "respond")
                .start()) {
            runtime.deploy(jar).orFail();
            for (Protocol protocol : EnumSet.complementOf(EnumSet.of(Protocol.HTTP, Protocol.OPENEDGE_RUNTIME))) {
                String document =
                        runtime.calling("rejects").protocol(protocol).send("d7").text();
                assertTrue(
                        document.contains(
                                "\"rpc error: code = FailedPrecondition desc = function rejects: no such device: d7\""),
                        document);
                assertTrue(document.contains("\"Payload\":\"ZDc=\""), document);
            }
        }
    }

    @Test
    void nonblockingFunction_runsOnTheEventLoop_untilItKeepsIt() throws Exception {
        try (FuncletRuntime runtime = FuncletRuntime.start()) {
            runtime.deploy(TestBundle.jar(
                            directory.resolve("quick.jar"),
                            "test.quick",
                            "1.0.0",
                            QuickFunction.class,
                            QuickFunction.Plain.class))
                    .orFail();
            try (RepeatedCalls calls = runtime.calling("quick").repeatedly("")) {
                calls.await("event loop");
            }
            assertEquals("event loop", runtime.call("quick", "stay").text());
            runtime.awaitLog("function quick 1.0.0 says that it never blocks");
            assertEquals("worker", runtime.call("quick", "").text());
            for (int i = 0; i < 10; i++) {
                assertEquals("worker", runtime.call("plain", "").text());
            }
        }
    }
}
