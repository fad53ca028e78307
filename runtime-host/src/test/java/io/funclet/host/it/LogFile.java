package io.funclet.host.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A log file that a runtime writes. */
record LogFile(Path path) {

    /** The whole lines that it has now; none if it is not there yet. */
    List<String> lines() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Waits for a line, which may be there already, and returns it. */
    String await(String what, Predicate<String> line) throws Exception {
        Await.until("a line with " + what, Await.LONG, () -> lines().stream().anyMatch(line), this::text);
        return lines().stream().filter(line).findFirst().orElseThrow();
    }

    String await(String part) throws Exception {
        return await(part, line -> line.contains(part));
    }

    /** Waits for a line about work that takes a processor for seconds, or for minutes where others work, too. */
    String awaitPatiently(String part) throws Exception {
        Await.until(
                "a line with " + part,
                Await.LONG.multipliedBy(6),
                () -> lines().stream().anyMatch(line -> line.contains(part)),
                this::text);
        return await(part);
    }

    /** Waits for one line that has all of these parts. */
    String awaitAll(String... parts) throws Exception {
        return await(String.join(" ... ", parts), line -> Stream.of(parts).allMatch(line::contains));
    }

    /** How many lines contain this. */
    long count(String part) throws IOException {
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
