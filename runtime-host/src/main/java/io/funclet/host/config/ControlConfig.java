package io.funclet.host.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
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
    private static final String WORDS = ",off,on,no,yes,false,true,none,";
    private static final String NEITHER = "is neither a path (./NAME in the working directory) nor off";

    /** Reads a path, or {@code off}. */
    static ControlConfig read(Environment environment) {
        String text = environment.text(FuncletVariable.CONTROL).orElse("");
        if (text.isEmpty() || text.equals(OFF)) {
            return new ControlConfig(text.isEmpty(), Optional.empty());
        }
        if (isHardlyAPath(text)) {
            environment.refuse(FuncletVariable.CONTROL, NEITHER);
            return new ControlConfig(false, Optional.empty());
        }
        try {
            return new ControlConfig(true, Optional.of(Path.of(text).toAbsolutePath()));
        } catch (InvalidPathException e) {
            environment.refuse(FuncletVariable.CONTROL, NEITHER);
            return new ControlConfig(false, Optional.empty());
        }
    }

    /** A port, or another word for on or off, would make a socket of that name in the working directory. */
    private static boolean isHardlyAPath(String text) {
        return WORDS.contains("," + text.toLowerCase(Locale.ROOT) + ",")
                || text.chars().allMatch(Character::isDigit);
    }
}
