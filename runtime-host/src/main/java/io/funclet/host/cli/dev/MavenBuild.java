package io.funclet.host.cli.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's own build, by the Maven of its author. */
final class MavenBuild {

    /** {@code [ERROR] /path/File.java:[17,23] message}. */
    private static final Pattern COMPILE_ERROR = Pattern.compile("(/.*):\\[(\\d+),\\d+] (.*)");

    private static final String ERROR = "[ERROR] ";

    /** At the end of the line that counts. */
    private static final String HELP = " -> \\[Help \\d+]$";

    /** How to learn more of Maven. */
    private static final String ADVICE =
            "\\[Help .*|To see the full stack trace.*|Re-run Maven .*|For more information about .*";

    /** Some installations write these even to a pipe. */
    private static final String COLOURS = "\u001b\\[[0-9;]*m";

    private static final int MOST_LINES = 20;

    private final Path base;
    private final Path report;
    private final Path extension;

    /** @param report the file that the extension writes */
    MavenBuild(Path base, Path report, Path extension) {
        this.base = base;
        this.report = report;
        this.extension = extension;
    }

    /**
     * Packages the project without its tests: offline, and again with the network if something is missing.
     *
     * @throws BuildException with the errors of Maven
     */
    void run() throws BuildException, IOException, InterruptedException {
        List<String> said = run(true);
        if (said != null && said.stream().anyMatch(line -> line.contains("offline mode"))) {
            said = run(false);
        }
        if (said != null) {
            throw new BuildException(errors(said));
        }
    }

    /** Returns what Maven has said if it failed, else {@code null}. */
    private List<String> run(boolean offline) throws BuildException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                maven(),
                "-q",
                "-B",
                "-N",
                "-Dmaven.ext.class.path=" + extension,
                "-Dfunclet.report=" + report,
                "-Dmaven.test.skip=true",
                "package"));
        if (offline) {
            command.add("-o");
        }
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(base.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            throw new BuildException(
                    "the project has a pom.xml, and there is no mvn on the PATH: install Maven 3.8.6 or"
                            + " newer, or add its wrapper mvnw (" + none.getMessage() + ")");
        }
        try (BufferedReader out = process.inputReader()) {
            process.getOutputStream().close();
            List<String> said = out.lines()
                    .map(line -> line.replaceAll(COLOURS, ""))
                    .filter(line -> !line.isBlank())
                    .toList();
            return process.waitFor() == 0 ? null : said;
        } finally {
            process.destroy();
        }
    }

    private String maven() {
        Path wrapper = base.resolve("mvnw");
        return Files.isExecutable(wrapper) ? wrapper.toString() : "mvn";
    }

    private List<String> errors(List<String> said) {
        List<String> errors = new ArrayList<>();
        for (String line : said) {
            String text = line.startsWith(ERROR) ? line.substring(ERROR.length()) : "";
            Matcher place = COMPILE_ERROR.matcher(text);
            if (place.matches()) {
                Path file = Path.of(place.group(1));
                errors.add(base.relativize(file) + ":" + place.group(2) + ": " + place.group(3));
                String source = SourceLines.at(file, Integer.parseInt(place.group(2)));
                if (!source.isEmpty()) {
                    errors.add("    " + source);
                }
            }
        }
        if (errors.isEmpty()) {
            said.stream()
                    .filter(line -> line.startsWith(ERROR))
                    .map(line -> line.substring(ERROR.length()).replaceFirst(HELP, ""))
                    .filter(line -> !line.isBlank() && !line.matches(ADVICE))
                    .limit(MOST_LINES)
                    .forEach(errors::add);
        }
        return errors.isEmpty() ? said : errors.stream().distinct().toList();
    }
}
