package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A runtime for the updates of one test class: its functions, and in which code directories they live.
 *
 * @param workspace where it runs
 * @param runtime the process
 * @param callers a connection for calls one at a time
 * @param functions the names of the functions of each code directory
 */
record UpdateSite(Workspace workspace, RuntimeProcess runtime, Callers callers, Map<String, List<String>> functions)
        implements AutoCloseable {

    static UpdateSite start(Path directory, Map<String, List<String>> functions) throws Exception {
        return start(directory, functions, RuntimeProcess.in(directory));
    }

    static UpdateSite start(Path directory, Map<String, List<String>> functions, RuntimeProcess.Start process)
            throws Exception {
        Workspace workspace = Workspace.in(directory);
        StringBuilder yaml = new StringBuilder("name: test\n")
                .append(workspace.server())
                .append("logger: {path: var/log/service.log, level: debug}\nfunctions:\n");
        for (Map.Entry<String, List<String>> code : functions.entrySet()) {
            workspace.code(code.getKey());
            for (String name : code.getValue()) {
                yaml.append("  - {name: ").append(name).append(", handler: ").append(name);
                yaml.append(", codedir: var/db/").append(code.getKey()).append("}\n");
            }
        }
        workspace.file("etc/baetyl/service.yml", yaml.toString());
        RuntimeProcess runtime = process.start().awaitPort(workspace.port());
        return new UpdateSite(workspace, runtime, Callers.of(workspace.port()), Map.copyOf(functions));
    }

    LogFile log() {
        return workspace.log();
    }

    Path code(String directory) throws IOException {
        return workspace.code(directory);
    }

    /** The functions of a code directory, to be called all the time. */
    UpdatedGroup group(String directory) throws IOException {
        return new UpdatedGroup(workspace, directory, functions.get(directory));
    }

    /** Calls a function until it answers this. */
    void awaitAnswer(String function, String text) throws Exception {
        Await.until(
                function + " answers " + text,
                Await.LONG,
                () -> callers.call(function, "").equals(text),
                () -> callers.call(function, ""));
    }

    /** Ends the runtime, and says whether it ended as it should. */
    @Override
    public void close() throws Exception {
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }
}
