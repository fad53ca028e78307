package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.runtime.DocumentedCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link of a page leads to a file that exists, and to a heading that exists. So does each mention in the sources. */
class DocumentedLinksTest {

    /** A link or a picture. Those with a scheme lead elsewhere, and are not followed. */
    private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|<!--.*?-->|`[^`\\n]*`");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))`");
    private static final Pattern COMMIT = Pattern.compile("[Cc]ommit `?([0-9a-f]{7,40})\\b");
    private static final Pattern MENTION = Pattern.compile("docs/[\\w/-]+\\.md");

    private static final Path CHECKOUT =
            DocumentedCommands.CHECKOUT.toAbsolutePath().normalize();

    @Test
    void links_leadToFilesAndHeadingsThatExist() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                String heading = link.group(2);
                if (!Files.exists(target) || heading != null && !anchors(target).contains(heading)) {
                    broken.add(CHECKOUT.relativize(page) + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void mapOfTheDocs_hasALinkToEachPage() throws IOException {
        Path map = CHECKOUT.resolve("docs/README.md");
        Set<Path> missing = new TreeSet<>(pages().stream()
                .filter(page -> page.startsWith(map.getParent()) && !page.equals(map))
                .toList());

        LINK.matcher(Files.readString(map))
                .results()
                .forEach(
                        link -> missing.remove(map.resolveSibling(link.group(1)).normalize()));

        assertEquals(Set.of(), missing);
    }

    @Test
    void sources_namePagesThatExist() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path source :
                files(".java", ".proto", ".py", ".sh", ".xml", ".html", ".bndrun", "Dockerfile", "funclet")) {
            MENTION.matcher(Files.readString(source, StandardCharsets.ISO_8859_1))
                    .results()
                    .filter(page -> !Files.exists(CHECKOUT.resolve(page.group())))
                    .forEach(page -> broken.add(CHECKOUT.relativize(source) + ": " + page.group()));
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void pages_nameTestsThatExist() throws IOException {
        Set<String> known = new HashSet<>();
        files(".java").forEach(file -> known.add(file.getFileName().toString()));
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            TEST.matcher(Files.readString(page))
                    .results()
                    .filter(test -> !known.contains(test.group(1) + ".java"))
                    .forEach(test -> unknown.add(CHECKOUT.relativize(page) + ": " + test.group(1)));
        }
        assertEquals(Set.of(), unknown);
    }

    /** So figures can be had again. A checkout without git, or without this history, knows none of the commits. */
    @Test
    void pages_nameCommitsOfTheHistory() throws Exception {
        assumeTrue("false".equals(git("rev-parse", "--is-shallow-repository")), "there is no history");
        boolean known = false;
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            for (MatchResult commit :
                    COMMIT.matcher(Files.readString(page)).results().toList()) {
                if (git("merge-base", "--is-ancestor", commit.group(1), "HEAD") == null) {
                    unknown.add(CHECKOUT.relativize(page) + ": " + commit.group());
                } else {
                    known = true;
                }
            }
        }
        assumeTrue(known, "the history is another one");
        assertEquals(Set.of(), unknown);
    }

    /** What it prints; {@code null} if it fails. */
    private static String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", CHECKOUT.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : null;
        } catch (IOException notInstalled) {
            return null;
        }
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .forEach(anchors::add);
        return anchors;
    }

    private static List<Path> pages() throws IOException {
        return files(".md");
    }

    private static List<Path> files(String... ends) throws IOException {
        List<Path> found = new ArrayList<>();
        collect(CHECKOUT, List.of(ends), found);
        return found;
    }

    /** Not what builds and tools have made: that may be large, and be written meanwhile. */
    private static void collect(Path directory, List<String> ends, List<Path> found) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                if (Files.isRegularFile(child)) {
                    if (ends.stream().anyMatch(name::endsWith)) {
                        found.add(child);
                    }
                } else if (!name.equals("target") && !name.equals("node_modules") && !name.startsWith(".git")) {
                    collect(child, ends, found);
                }
            }
        }
    }
}
