package io.funclet.host.config.source;

import io.funclet.host.config.text.MalformedTextException;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in texts, each also with a default, as in {@code ${env:NAME:-7}}. A
 * second dollar before it keeps a placeholder as it is. Loaded only where there is a placeholder. Single-threaded.
 */
public final class Placeholders {

    private static final Pattern FORM =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:(?<kind>env|file):(?<name>[^}]*?)(?::-(?<otherwise>[^}]*))?})?");

    /** A secret takes some hundred bytes. */
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, String> variables;
    private final Path folder;
    private final Set<Path> files = new LinkedHashSet<>();

    /** @param folder where relative paths begin */
    public Placeholders(Map<String, String> variables, Path folder) {
        this.variables = variables;
        this.folder = folder;
    }

    /** Whether a text has to be replaced. */
    public static boolean isIn(String text) {
        return text.contains("${");
    }

    /** The files that it was asked for so far, whether they exist or not. */
    public Set<Path> files() {
        return files;
    }

    /**
     * The text with the values in place of the placeholders.
     *
     * @throws MalformedTextException if a value is missing, or a placeholder has another form. The message follows the key;
     *     it has no value
     */
    public String replace(String text) throws MalformedTextException {
        StringBuilder replaced = new StringBuilder();
        Matcher found = FORM.matcher(text);
        while (found.find()) {
            found.appendReplacement(
                    replaced, Matcher.quoteReplacement(found.group().startsWith("$$") ? "${" : value(found)));
        }
        return found.appendTail(replaced).toString();
    }

    private String value(Matcher found) throws MalformedTextException {
        String kind = found.group("kind");
        if (kind == null || found.group("name").isBlank()) {
            throw new MalformedTextException(
                    "has a ${ that begins neither ${env:NAME} nor ${file:PATH}; write $${ for the characters ${");
        }
        String name = found.group("name").strip();
        String otherwise = found.group("otherwise");
        return kind.equals("env") ? variable(name, otherwise) : content(name, otherwise);
    }

    private String variable(String name, String otherwise) throws MalformedTextException {
        String value = variables.getOrDefault(name, "");
        if (value.isEmpty() && otherwise == null) {
            throw new MalformedTextException("the environment variable " + PrintableText.printable(name)
                    + " is not set; ${env:NAME:-TEXT} has a default");
        }
        return value.isEmpty() ? otherwise : value;
    }

    private String content(String name, String otherwise) throws MalformedTextException {
        Path path;
        try {
            path = folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new MalformedTextException(PrintableText.quoted(name) + " is not a path: " + e.getReason());
        }
        files.add(path);
        String file = "the file " + PrintableText.printable(path.toString());
        try {
            // Opening a pipe would wait.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new MalformedTextException(file + " is no regular file");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new MalformedTextException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            String text = Files.readString(path);
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (NoSuchFileException none) {
            if (otherwise != null) {
                return otherwise;
            }
            throw new MalformedTextException(file + " does not exist; ${file:PATH:-TEXT} has a default");
        } catch (CharacterCodingException binary) {
            throw new MalformedTextException(file + " is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new MalformedTextException(file + " cannot be read: " + FileErrorText.words(unreadable));
        }
    }
}
