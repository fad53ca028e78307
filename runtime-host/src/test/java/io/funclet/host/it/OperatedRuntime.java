package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.Operator.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One process for all tests of a class, and the commands that operators have for it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OperatedRuntime {

    private final Map<String, String> handlers;

    Workspace workspace;
    Operator operator;
    Path temporary;

    private RuntimeProcess runtime;

    /** The process serves these functions, each from a code directory of its name, by these handlers. */
    OperatedRuntime(Map<String, String> handlers) {
        this.handlers = handlers;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        UpdatedFunction.configure(workspace, handlers);
        temporary = Files.createDirectory(directory.resolve("tmp"));
        operator = new Operator(directory, temporary);
        runtime = RuntimeProcess.in(directory)
                .temporary(temporary)
                .environment("FUNCLET_START_TIMEOUT", "5s")
                .start()
                .awaitPort(workspace.port());
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    void deploy(FunctionJar.Bundle bundle, String directory, String file) throws Exception {
        bundle.build().deploy(workspace.code(directory), file);
    }

    static FunctionJar.Bundle function(String bundle, String name) {
        return FunctionJar.bundle(bundle).function(name, "return event;");
    }

    Said explain(String subject, String... words) throws Exception {
        return operator.explain(subject, words);
    }
}
