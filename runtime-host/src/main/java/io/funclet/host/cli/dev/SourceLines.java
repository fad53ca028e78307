package io.funclet.host.cli.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Lines of the author's sources that a message is about. */
final class SourceLines {

    private SourceLines() {}

    /** The text of a line, without blanks around it; empty if there is none. */
    static String at(Path source, int number) {
        List<String> lines = lines(source);
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
    }

    /** The first place that has this text, and its line; empty if no source has it. */
    static List<String> find(Collection<Path> sources, Path base, String text) {
        for (Path source : sources) {
            List<String> lines = lines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return List.of(
                            base.relativize(source) + ":" + (i + 1) + ": uses " + text,
                            "    " + lines.get(i).strip());
                }
            }
        }
        return List.of();
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source, StandardCharsets.UTF_8);
        } catch (IOException goneOrOtherwiseEncoded) {
            return List.of();
        }
    }
}
