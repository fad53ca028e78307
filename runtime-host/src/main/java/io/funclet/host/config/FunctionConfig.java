package io.funclet.host.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * One configured function.
 *
 * @param name the name by which callers call it
 * @param handler the {@code function.name} of the service that handles its calls
 * @param codeDirectory where its bundles are; only bundles of this directory can handle its calls
 * @param env what {@code CallContext.env()} gives to the function
 */
public record FunctionConfig(String name, String handler, Path codeDirectory, Map<String, String> env) {

    public FunctionConfig {
        env = Map.copyOf(env);
    }
}
