package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory as a process is started in it: real files, and its own start of the loader. */
record WorkingDirectory(Path path) {

    Path file(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    RuntimeConfig load(Map<String, String> environment) throws InvalidConfigException {
        return ConfigLoader.load(Optional.empty(), environment, path);
    }

    RuntimeConfig load(String argument, Map<String, String> environment) throws InvalidConfigException {
        return ConfigLoader.load(Optional.of(argument), environment, path);
    }

    RuntimeConfig load(String argument) throws InvalidConfigException {
        return load(argument, Map.of());
    }

    List<String> problems(String argument) {
        return failure(argument).problems();
    }

    InvalidConfigException failure(String argument) {
        return assertThrows(InvalidConfigException.class, () -> load(argument));
    }

    List<String> problems(Map<String, String> environment) {
        return assertThrows(InvalidConfigException.class, () -> load(environment))
                .problems();
    }
}
