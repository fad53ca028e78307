package io.funclet.host.cli.dev;

import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ServeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configuration of the runtime under development: {@code funclet.yml} of the project, or another file. For one thread. */
final class DevConfig {

    private final Path file;
    private final boolean named;
    private final Optional<ListenAddress> address;

    /** What the runtime has been started with; {@code null} before. */
    private ConfigFile<RuntimeConfig> started;

    private boolean wasThere;

    /**
     * @param base the project
     * @param other a file in place of that of the project, which must exist; empty for none
     * @param address before that of the file
     */
    DevConfig(Path base, Optional<Path> other, Optional<ListenAddress> address) {
        this.file = other.map(Path::toAbsolutePath).orElseGet(() -> base.resolve(ServeConfig.FILE_NAME));
        this.named = other.isPresent();
        this.address = address;
    }

    Path file() {
        return file;
    }

    /**
     * Reads the file as the runtime will. Returns whether the runtime must start with it: if it has not yet, or what differs
     * takes effect at a start only.
     *
     * @param code the directory that is served
     * @throws InvalidConfigException if the file cannot be used
     */
    boolean needsStart(Path code) throws InvalidConfigException {
        boolean there = isThere();
        ServeConfig serve = new ServeConfig(
                code,
                there ? Optional.of(file) : Optional.empty(),
                address,
                Optional.of(DevRuntime.NAME),
                System.getenv());
        ConfigFile<RuntimeConfig> read = serve.read().file().orElseThrow();
        boolean same = started != null
                && there == wasThere
                && started.changedKeys(read).isEmpty();
        if (!same) {
            started = read;
            wasThere = there;
        }
        return !same;
    }

    /** Whether the runtime has been started with the file. Then it says what it cannot use. */
    boolean isRead() {
        return started != null && wasThere;
    }

    private boolean isThere() {
        return named || Files.exists(file);
    }

    /** For {@code funclet serve}. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (isThere()) {
            arguments.addAll(List.of("--config", file.toString()));
        }
        address.ifPresent(given -> arguments.addAll(List.of("--address", given.toString())));
        return arguments;
    }
}
