package io.funclet.host.deploy;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.directory.CodeDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The settings that functions have for their components. Loaded only where some have, and to reload. */
final class ComponentValues {

    private ComponentValues() {}

    /**
     * By directory and component.
     *
     * @param directories the directory where a path leads; {@code null} leaves out its functions
     */
    static Map<CodeDirectory, Map<String, ConfigurationFile>> of(
            RuntimeConfig config, Function<Path, CodeDirectory> directories) {
        Map<CodeDirectory, Map<String, ConfigurationFile>> values = new HashMap<>();
        for (FunctionConfig function : config.functions()) {
            CodeDirectory directory =
                    function.config().isPresent() ? directories.apply(function.codeDirectory()) : null;
            if (directory != null) {
                values.computeIfAbsent(directory, any -> new HashMap<>())
                        .put(
                                function.component(),
                                ConfigurationFile.of(function.config().get()));
            }
        }
        return values;
    }
}
