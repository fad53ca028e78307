package io.funclet.host.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The working directory of a runtime as a manager makes it, and the configuration that most tests need: the third
 * generation's file.
 *
 * @param path the directory
 * @param port where the runtime is to listen
 */
record Workspace(Path path, int port) {

    static Workspace in(Path path) throws IOException {
        return new Workspace(path, RuntimeProcess.freePort());
    }

    LogFile log() {
        return new LogFile(path.resolve("var/log/service.log"));
    }

    /** A code directory; made if it is not there. */
    Path code(String name) throws IOException {
        return Files.createDirectories(path.resolve("var/db/" + name));
    }

    Path file(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** {@code server.} settings for {@link #configure}. */
    String server(String... settings) {
        return "server: {address: \"127.0.0.1:" + port + "\"" + (settings.length == 0 ? "" : ", ")
                + String.join(", ", settings) + "}\n";
    }

    /** Writes the default file with functions that all live in code directory {@code code}, their handlers' names theirs. */
    Workspace configure(String server, String... functions) throws IOException {
        StringBuilder yaml = new StringBuilder("name: test\n")
                .append(server)
                .append("logger: {path: var/log/service.log, level: debug}\nfunctions:\n");
        for (String function : functions) {
            yaml.append("  - {name: ").append(function).append(", handler: ").append(function);
            yaml.append(", codedir: var/db/code}\n");
        }
        file("etc/baetyl/service.yml", yaml.toString());
        code("code");
        return this;
    }

    RuntimeProcess start() throws Exception {
        return RuntimeProcess.in(path).start().awaitPort(port);
    }

    /** The same with a given directory for temporary files. */
    RuntimeProcess startWith(Path temporary) throws Exception {
        return RuntimeProcess.in(path).temporary(temporary).start().awaitPort(port);
    }

    /** Waits until functions are loaded: needed where {@code server.timeout} is shorter than that may take. */
    void awaitServing(String... handlers) throws Exception {
        for (String handler : handlers) {
            log().await("serving " + handler + " ");
        }
    }
}
