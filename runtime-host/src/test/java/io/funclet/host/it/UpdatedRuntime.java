package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One process for all tests of a class; each has a function and a code directory of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class UpdatedRuntime {

    Workspace workspace;

    RuntimeProcess runtime;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name :
                List.of("renamed", "overwritten", "slow", "beside", "deleted", "mounted", "linked", "gate", "ranked")) {
            handlers.put(name, name);
        }
        handlers.put("pinned", "pinned@[1.0,2.0)");
        Path release = Files.createDirectories(workspace.path().resolve("releases/1"));
        Files.createDirectories(workspace.path().resolve("var/db"));
        Files.createSymbolicLink(workspace.path().resolve("var/db/linked"), release);
        UpdatedFunction.configure(workspace, handlers);
        runtime = workspace.start();
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    static FunctionJar gate(String version, Path ended) {
        return FunctionJar.bundle("it.gate")
                .version(version)
                .component("gate", """
                        @Deactivate
                        void end() throws Exception {
                            Files.writeString(Path.of("%s"), "1", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) throws Exception {
                            %s
                        }
                        """.formatted(ended, Gate.HANDLER))
                .build();
    }
}
