package io.funclet.testkit;

import io.funclet.host.EmbeddedRuntime;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ServeConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleException;

/**
 * Settings of a {@link FuncletRuntime}. Mutable, of one thread.
 *
 * @since 1.0
 */
public final class FuncletSettings {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, String> variables = new HashMap<>(Map.of("FUNCLET_CONTROL", "off"));

    /** {@code null} without a file. */
    private Path file;

    FuncletSettings() {}

    /**
     * Names the file with the settings of functions, as {@code funclet serve --config} does. A change of the file takes
     * effect while the runtime runs.
     *
     * @param funcletYml exists when the runtime starts; not {@code null}
     */
    public FuncletSettings config(Path funcletYml) {
        file = funcletYml;
        return this;
    }

    /**
     * Sets what an operator sets in the environment, such as {@code FUNCLET_START_TIMEOUT} to {@code 30s}. The
     * environment of the test itself does not count.
     */
    public FuncletSettings environment(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /**
     * Starts the runtime.
     *
     * @throws IllegalArgumentException if a setting is invalid; the message has all problems
     * @throws IllegalStateException if the runtime does not start; the message says why
     */
    public FuncletRuntime start() {
        LibraryVersions.check();
        CodeFolder folder = null;
        try {
            folder = CodeFolder.create();
            LogLines log = new LogLines();
            RuntimeConfig config = new ServeConfig(
                            folder.code(),
                            Optional.ofNullable(file),
                            Optional.of(new ListenAddress("127.0.0.1", 0)),
                            Optional.of("test-" + NUMBER.incrementAndGet()),
                            Map.copyOf(variables))
                    .read();
            PrintStream stream = new PrintStream(log, true, StandardCharsets.UTF_8);
            return new FuncletRuntime(folder, log, EmbeddedRuntime.start(config, folder.temporary(), stream));
        } catch (InvalidConfigException | IOException | BundleException | RuntimeException failure) {
            if (folder != null) {
                folder.delete();
            }
            throw failure instanceof InvalidConfigException
                    ? new IllegalArgumentException(failure.getMessage(), failure)
                    : new IllegalStateException("the runtime does not start: " + failure.getMessage(), failure);
        }
    }
}
