package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory as a process is started in it: real files, and its own start of the loader. */
public record WorkingDirectory(Path path) {

    public Path file(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    public Path directory(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    public RuntimeConfig load(Map<String, String> environment) throws InvalidConfigException {
        return ConfigLoader.load(Optional.empty(), environment, path);
    }

    public RuntimeConfig load(String argument, Map<String, String> environment) throws InvalidConfigException {
        return ConfigLoader.load(Optional.of(argument), environment, path);
    }

    public RuntimeConfig load(String argument) throws InvalidConfigException {
        return load(argument, Map.of());
    }

    public List<String> problems(String argument) {
        return failure(argument).problems();
    }

    public InvalidConfigException failure(String argument) {
        return assertThrows(InvalidConfigException.class, () -> load(argument));
    }

    public List<String> problems(Map<String, String> environment) {
        return assertThrows(InvalidConfigException.class, () -> load(environment))
                .problems();
    }
}
