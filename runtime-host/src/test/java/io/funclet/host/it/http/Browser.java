package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser, without a window, if this machine has one. */
record Browser(Path program, Path directory) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /**
     * Looks for one on the {@code PATH}.
     *
     * @param directory for its profile
     */
    static Optional<Browser> find(Path directory) {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Browser(program, directory));
    }

    /** What a page has become some seconds of its own time after it was opened. */
    String dom(String address) throws Exception {
        return run("--dump-dom", address);
    }

    /** A picture of the page, for people. */
    Path picture(String address, int width, int height, Path file) throws Exception {
        run("--screenshot=" + file, "--window-size=" + width + "," + height, "--hide-scrollbars", address);
        return file;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=8000"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "browser", ".out");
        Path err = Files.createTempFile(directory, "browser", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), "the browser was killed");
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
