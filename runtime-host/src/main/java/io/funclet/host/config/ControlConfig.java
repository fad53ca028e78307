package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an operator can ask and tell a running process. No caller knows of this, so that it comes from the environment.
 *
 * @param enabled whether there is such a place
 * @param socket the path of a Unix domain socket; empty for one in a directory of the process
 * @param places where such a directory is rather to be than among the temporary files, the best one first
 */
public record ControlConfig(boolean enabled, Optional<Path> socket, List<Path> places) {

    /** The name of the socket in the directory of the process. */
    public static final String FILE_NAME = "control";

    private static final String OFF = "off";
    private static final String WORDS = ",off,on,no,yes,false,true,none,";
    private static final String NEITHER = "is neither a path (./NAME in the working directory) nor off";

    /**
     * Where the system keeps sockets and their like, of this service or of this user. They need not be there.
     *
     * @param variables the environment of the process
     * @return absolute paths, the best one first
     */
    public static List<Path> places(Map<String, String> variables) {
        // Of systemd, which may name several; and of whatever the user has logged in by.
        String named =
                variables.getOrDefault("RUNTIME_DIRECTORY", "") + ":" + variables.getOrDefault("XDG_RUNTIME_DIR", "");
        List<Path> places = new ArrayList<>();
        for (String place : named.split(":")) {
            // Anything else is no place by the rules of those who set them.
            if (place.startsWith("/") && place.indexOf(0) < 0) {
                places.add(Path.of(place));
            }
        }
        return places;
    }

    /** Reads a path, or {@code off}. */
    public static ControlConfig read(Environment environment) {
        String text = environment.text(FuncletVariable.CONTROL).orElse("");
        if (text.isEmpty() || text.equals(OFF)) {
            return new ControlConfig(text.isEmpty(), Optional.empty(), places(environment.variables()));
        }
        if (isHardlyAPath(text)) {
            environment.reject(FuncletVariable.CONTROL, NEITHER);
            return new ControlConfig(false, Optional.empty(), List.of());
        }
        try {
            return new ControlConfig(true, Optional.of(Path.of(text).toAbsolutePath()), List.of());
        } catch (InvalidPathException e) {
            environment.reject(FuncletVariable.CONTROL, NEITHER);
            return new ControlConfig(false, Optional.empty(), List.of());
        }
    }

    /** A port, or another word for on or off, would make a socket of that name in the working directory. */
    private static boolean isHardlyAPath(String text) {
        return WORDS.contains("," + text.toLowerCase(Locale.ROOT) + ",")
                || text.chars().allMatch(Character::isDigit);
    }
}
