package io.funclet.host.it.library;

import io.funclet.host.it.jar.FunctionSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A library of Maven Central, and a function that uses it: a paragraph of {@code libraries.txt}.
 *
 * @param name of the function, too
 * @param coordinates of what a vendor would write into a pom, {@code group:artifact:version}
 * @param gives what the function answers
 * @param settings what else is said of it, by its first word
 * @param body of the function's handler
 */
record TrialLibrary(String name, List<String> coordinates, String gives, Map<String, String> settings, String body) {

    private static final String TABLE = "/io/funclet/host/trial/libraries.txt";

    /** All of the table, or those that {@code -Dtrial.libraries} names. */
    static List<TrialLibrary> all() {
        List<String> chosen = chosen("trial.libraries", "");
        List<TrialLibrary> all = new ArrayList<>();
        try (InputStream table = TrialLibrary.class.getResourceAsStream(TABLE)) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            for (String paragraph : text.split("(?m)^== ")) {
                TrialLibrary library = of(paragraph);
                if (!library.coordinates.isEmpty() && (chosen.isEmpty() || chosen.contains(library.name))) {
                    all.add(library);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** What a system property names, separated by commas. */
    static List<String> chosen(String property, String otherwise) {
        String value = System.getProperty(property, "");
        return Stream.of((value.isEmpty() ? otherwise : value).split(","))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static TrialLibrary of(String paragraph) {
        List<String> coordinates = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        StringBuilder body = new StringBuilder();
        List<String> lines = paragraph.lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            if (space == 0) {
                body.append(line).append('\n');
            } else if (line.startsWith("uses ")) {
                coordinates.add(line.substring(space + 1));
            } else if (space > 0 && !line.startsWith("#")) {
                settings.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return new TrialLibrary(
                lines.get(0).strip(), coordinates, settings.getOrDefault("gives", "ok"), settings, body.toString());
    }

    /** The least Java that it runs on. */
    int java() {
        return Integer.parseInt(settings.getOrDefault("java", "17"));
    }

    /** How long threads of it that cannot be ended are there before they end by themselves. */
    Duration idle() {
        return Duration.ofSeconds(Integer.parseInt(settings.getOrDefault("idle", "0")));
    }

    /** Why it does not work in this placement although it is served; {@code null} if it does. */
    String obstacle(TrialPlacement placement) {
        return settings.get("not-" + placement.name().toLowerCase(Locale.ROOT));
    }

    /** Whether its native code keeps its classes, and the log says so. */
    boolean staysByItsNatives() {
        return "in memory".equals(settings.get("stays"));
    }

    /** What the log says if it cannot be served in this placement; {@code null} if it can. */
    String told(TrialPlacement placement) {
        return settings.get("told-" + placement.name().toLowerCase(Locale.ROOT));
    }

    String symbolicName() {
        return "trial." + name.replace('-', '_');
    }

    FunctionSource source() {
        return FunctionSource.handler(symbolicName(), name, body);
    }

    @Override
    public String toString() {
        return name;
    }
}
