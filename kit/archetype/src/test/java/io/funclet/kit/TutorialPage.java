package io.funclet.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A tutorial as a list of what its reader does and sees, in the order of the page. */
final class TutorialPage {

    static final Path CHECKOUT = Path.of("..", "..").toAbsolutePath().normalize();

    /** A comment, then the block that it belongs to; without one, what the busy terminal says. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(?:<!-- ([^\\n]*) -->\\n)?```(\\w*)\\n(.*?)^```$");

    /**
     * One block.
     *
     * @param comment such as {@code edit thermo/pom.xml}; {@code null} if there is none
     */
    record Block(String comment, String language, String text) {

        /** Whether the last command of these runs until the next such block. */
        boolean isBusy() {
            return "needs a terminal that stays busy".equals(comment);
        }

        /** The file that a block with this verb is about; {@code null} if it has another verb. */
        String file(String verb) {
            return comment != null && comment.startsWith(verb + " ") ? comment.substring(verb.length() + 1) : null;
        }

        /** The lines with one of these first characters, without it. */
        String lines(String marks) {
            StringBuilder lines = new StringBuilder();
            text.lines()
                    .filter(line -> marks.indexOf(line.charAt(0)) >= 0)
                    .forEach(line -> lines.append(line.substring(1)).append('\n'));
            return lines.toString();
        }

        List<Command> commands() {
            List<Command> commands = new ArrayList<>();
            text.lines().forEach(line -> {
                if (line.startsWith("$ ")) {
                    commands.add(new Command(line.substring(2), new ArrayList<>()));
                } else {
                    commands.get(commands.size() - 1).output().add(line);
                }
            });
            return commands;
        }
    }

    /** A command, and the lines that the page has as its output. */
    record Command(String line, List<String> output) {}

    private TutorialPage() {}

    static List<Block> blocks(String page) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(CHECKOUT.resolve(page)));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        return blocks;
    }

    /** Whether a line that was said is one of the page. Times, ports and the folder differ. Dots stand for anything. */
    static boolean matches(String page, String said) {
        String pattern = Arrays.stream(plain(page).split(Pattern.quote("...")))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(pattern).matcher(plain(said)).find()
                && page.contains(" 0 failures") == said.contains(" 0 failures");
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "")
                .replaceAll("/\\S*/(?=functions|thermo|units)", "")
                .replaceAll("\\b\\d[\\w.:-]*", "0")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
