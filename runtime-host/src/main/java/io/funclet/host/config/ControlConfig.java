package io.funclet.host.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an operator can ask and tell a running process. No caller knows of this, so that it comes from the environment.
 *
 * @param enabled whether there is such a place
 * @param socket the path of a Unix domain socket; empty for one among the process's temporary files
 */
public record ControlConfig(boolean enabled, Optional<Path> socket) {

    /** The name of the socket among the process's temporary files. */
    public static final String FILE_NAME = "control";

    private static final String OFF = "off";

    /** Reads a path, or {@code off}. */
    static ControlConfig read(Environment environment) {
        String text = environment.text(FuncletVariable.CONTROL).orElse("");
        if (text.isEmpty() || text.equals(OFF)) {
            return new ControlConfig(text.isEmpty(), Optional.empty());
        }
        try {
            return new ControlConfig(true, Optional.of(Path.of(text).toAbsolutePath()));
        } catch (InvalidPathException e) {
            environment.refuse(FuncletVariable.CONTROL, "is neither a path nor off");
            return new ControlConfig(false, Optional.empty());
        }
    }
}
