package io.funclet.host.it.runtime;

import io.funclet.host.it.client.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A log file that a runtime writes. */
public record LogFile(Path path) {

    /** The whole lines that it has now; none if it is not there yet. */
    public List<String> lines() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Waits for a line, which may be there already, and returns it. */
    public String await(String what, Predicate<String> line) throws Exception {
        return await(what, Await.LONG, line);
    }

    public String await(String part) throws Exception {
        return await(part, line -> line.contains(part));
    }

    /** Waits for a line about work at the lowest priority: it takes seconds, or minutes on a busy machine. */
    public String awaitPatiently(String part) throws Exception {
        return await(part, Await.LONG.multipliedBy(20), line -> line.contains(part));
    }

    private String await(String what, Duration deadline, Predicate<String> wanted) throws Exception {
        String[] found = new String[1];
        String[] seen = new String[1];
        Await.until(
                "a line with " + what,
                deadline,
                () -> {
                    // Read only when it has grown: tests wait for most of their time.
                    String state = state();
                    if (!state.equals(seen[0])) {
                        seen[0] = state;
                        found[0] = lines().stream().filter(wanted).findFirst().orElse(null);
                    }
                    return found[0] != null;
                },
                this::text);
        return found[0];
    }

    private String state() throws IOException {
        if (!Files.exists(path)) {
            return "";
        }
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    }

    /** Waits for one line that has all of these parts. */
    public String awaitAll(String... parts) throws Exception {
        return await(String.join(" ... ", parts), line -> Stream.of(parts).allMatch(line::contains));
    }

    /** How many lines contain this. */
    public long count(String part) throws IOException {
        return lines().stream().filter(line -> line.contains(part)).count();
    }

    private String text() {
        try {
            return String.join("\n", lines());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
