package io.funclet.host.it.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The commands of README.md, CONTRIBUTING.md and docs: what stands behind a dollar sign in blocks of a console. */
public final class DocumentedCommands {

    public static final Path CHECKOUT = Path.of(System.getProperty("funclet.checkout", ".."));

    /** In the line before a block: what its commands take that is not on every machine. */
    private static final String NEEDS = "<!-- needs ";

    /** In the line before a block: that its output cannot be had by the command alone. */
    private static final String EXAMPLE = "<!-- an example";

    /**
     * One command.
     *
     * @param page where it stands
     * @param line without its dollar sign, on one line
     * @param output the lines that the page has as its output, white space squeezed
     * @param needs what the page says that it needs; empty if nothing but the distribution
     * @param isAnExample whether its output is not what the command alone would say
     */
    public record Command(String page, String line, List<String> output, String needs, boolean isAnExample) {

        @Override
        public String toString() {
            return page + ": " + line;
        }
    }

    private DocumentedCommands() {}

    public static List<Command> all() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(CHECKOUT.resolve("README.md"), CHECKOUT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(CHECKOUT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<Command> commands = new ArrayList<>();
        for (Path page : pages) {
            read(CHECKOUT.relativize(page).toString(), Files.readAllLines(page), commands);
        }
        return commands;
    }

    private static void read(String page, List<String> lines, List<Command> commands) {
        boolean console = false;
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                console = line.equals("```console");
                before = i == 0 ? "" : lines.get(i - 1);
            } else if (console && line.startsWith("$ ")) {
                StringBuilder command = new StringBuilder(line.substring(2));
                while (command.toString().endsWith("\\")) {
                    command.setLength(command.length() - 1);
                    command.append(lines.get(++i).strip());
                }
                List<String> output = new ArrayList<>();
                while (!lines.get(i + 1).startsWith("$ ") && !lines.get(i + 1).startsWith("```")) {
                    output.add(squeezed(lines.get(++i)));
                }
                output.removeIf(String::isEmpty);
                commands.add(new Command(
                        page,
                        command.toString(),
                        output,
                        before.startsWith(NEEDS) ? before.substring("<!-- ".length()) : "",
                        output.isEmpty() || before.startsWith(EXAMPLE)));
            }
        }
    }

    public static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
