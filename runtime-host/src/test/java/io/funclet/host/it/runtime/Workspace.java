package io.funclet.host.it.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The working directory of a runtime as a manager makes it, and the configuration that most tests need: the third
 * generation's file.
 *
 * @param path the directory
 * @param port where the runtime is to listen
 */
public record Workspace(Path path, int port) {

    public static Workspace in(Path path) throws IOException {
        return new Workspace(path, RuntimeProcess.freePort());
    }

    public LogFile log() {
        return new LogFile(path.resolve("var/log/service.log"));
    }

    /** A code directory; made if it is not there. */
    public Path code(String name) throws IOException {
        return Files.createDirectories(path.resolve("var/db/" + name));
    }

    /** Whole at once: a runtime may read it meanwhile. */
    public Path file(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Path whole = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), text);
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@code server.} settings for {@link #configure}. */
    public String server(String... settings) {
        return "server: {address: \"127.0.0.1:" + port + "\"" + (settings.length == 0 ? "" : ", ")
                + String.join(", ", settings) + "}\n";
    }

    /** Writes the default file with functions that all live in code directory {@code code}, their handlers' names theirs. */
    public Workspace configure(String server, String... functions) throws IOException {
        code("code");
        return write(server, Stream.of(functions).map(name -> function(name, name, "code")));
    }

    /** The same with functions by code directory. */
    public Workspace configure(Map<String, List<String>> functions) throws IOException {
        for (String directory : functions.keySet()) {
            code(directory);
        }
        return write(
                server(),
                functions.entrySet().stream()
                        .flatMap(directory ->
                                directory.getValue().stream().map(name -> function(name, name, directory.getKey()))));
    }

    /** The same with functions that have a code directory each, of their own name, by their handlers. */
    public Workspace configureHandlers(Map<String, String> handlers) throws IOException {
        for (String directory : handlers.keySet()) {
            if (!Files.exists(path.resolve("var/db/" + directory))) {
                code(directory);
            }
        }
        return write(
                server(),
                handlers.entrySet().stream().map(each -> function(each.getKey(), each.getValue(), each.getKey())));
    }

    private static String function(String name, String handler, String directory) {
        return "  - {name: \"%s\", handler: \"%s\", codedir: \"var/db/%s\"}\n".formatted(name, handler, directory);
    }

    private Workspace write(String server, Stream<String> functions) throws IOException {
        file(
                "etc/baetyl/service.yml",
                functions.collect(Collectors.joining(
                        "",
                        "name: test\n" + server + "logger: {path: var/log/service.log, level: debug}\nfunctions:\n",
                        "")));
        return this;
    }

    public RuntimeProcess start() throws Exception {
        return RuntimeProcess.in(path).start().awaitPort(port);
    }

    /** The same with a given directory for temporary files. */
    public RuntimeProcess startWith(Path temporary) throws Exception {
        return RuntimeProcess.in(path).temporary(temporary).start().awaitPort(port);
    }

    /** Waits until functions are loaded: needed where {@code server.timeout} is shorter than that may take. */
    public void awaitServing(String... handlers) throws Exception {
        for (String handler : handlers) {
            log().await("serving " + handler + " ");
        }
    }

    /** Deletes the directory, with all that is in it. */
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
