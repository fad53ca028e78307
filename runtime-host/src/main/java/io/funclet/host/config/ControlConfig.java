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
 * Where operators reach a running process. Read from the environment, because no manager knows this setting.
 *
 * @param socket the path of a Unix domain socket; empty for one in a directory of the process
 * @param places preferred parents of that directory instead of the temporary files, the best one first
 */
public record ControlConfig(boolean enabled, Optional<Path> socket, List<Path> places) {

    public static final String FILE_NAME = "control";

    private static final String OFF = "off";
    private static final String WORDS = ",off,on,no,yes,false,true,none,";

    /** The runtime directories of this service and of this user, the best one first. They may be missing. */
    public static List<Path> places(Map<String, String> variables) {
        // The first is set by systemd, and may name several; the second by the login.
        String named =
                variables.getOrDefault("RUNTIME_DIRECTORY", "") + ":" + variables.getOrDefault("XDG_RUNTIME_DIR", "");
        List<Path> places = new ArrayList<>();
        for (String place : named.split(":")) {
            // Both must be absolute, by their specifications.
            if (place.startsWith("/") && place.indexOf(0) < 0) {
                places.add(Path.of(place));
            }
        }
        return places;
    }

    public static ControlConfig read(Environment environment) {
        String text = environment.text(FuncletVariable.CONTROL).orElse("");
        if (text.isEmpty() || text.equals(OFF)) {
            return new ControlConfig(text.isEmpty(), Optional.empty(), places(environment.variables()));
        }
        try {
            if (!isHardlyAPath(text)) {
                return new ControlConfig(true, Optional.of(Path.of(text).toAbsolutePath()), List.of());
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        environment.reject(FuncletVariable.CONTROL, "is neither a path (./NAME in the working directory) nor off");
        return new ControlConfig(false, Optional.empty(), List.of());
    }

    /** Otherwise a port, or another word for on or off, would become a socket in the working directory. */
    private static boolean isHardlyAPath(String text) {
        return WORDS.contains("," + text.toLowerCase(Locale.ROOT) + ",")
                || text.chars().allMatch(Character::isDigit);
    }
}
