package io.funclet.host.deploy.configuration;

import io.funclet.host.config.ComponentSettings;
import io.funclet.host.config.text.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The values of one PID: a part of the runtime's own configuration, or a file {@code PID.cfg} or {@code FACTORY~NAME.cfg}, or one of these with {@code .json} behind it. Each line reads {@code key = value}, in UTF-8; lines that begin with
 * {@code #} are comments. A value in double quotes keeps its spaces, and one in brackets is a list. There are no escapes,
 * and nothing is substituted.
 *
 * @param name the name of the file, or the key of the part
 * @param values a text, or an array of texts, for each key; of JSON, whatever ConfigurationAdmin takes
 * @param lines the line of each key; 0 if it has none
 * @param written what messages show instead of values that may be secrets
 */
public record ConfigurationFile(
        String name, Map<String, Object> values, Map<String, Integer> lines, Map<String, String> written) {

    private static final String SUFFIX = ".cfg";
    private static final String JSON = ".cfg.json";

    /** A configuration takes some hundred bytes. */
    private static final int MAX_BYTES = 1 << 20;

    /** Not a name that begins with a dot, which tools use for unfinished files. */
    static boolean is(String fileName) {
        return (fileName.endsWith(SUFFIX) || fileName.endsWith(JSON)) && fileName.charAt(0) != '.';
    }

    /** PID, or factory PID and name with {@code ~} between them: as ConfigurationAdmin calls it. */
    String pid() {
        return pidOf(name);
    }

    /** As other runtimes read them. */
    static final String OTHER = ".config";

    static final String NOT_READ = "is not read: configurations are read from files *.cfg and *.cfg.json";

    /** That of a file with this name. */
    static String pidOf(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf(SUFFIX));
    }

    /** What a function's component gets from the runtime's configuration. */
    public static ConfigurationFile of(ComponentSettings settings) {
        return new ConfigurationFile(settings.toString(), settings.values(), settings.lines(), settings.written());
    }

    /** The value of a key for a message. */
    String shown(String key) {
        Object value = values.get(key);
        String text = value instanceof Object[] list ? Arrays.toString(list) : String.valueOf(value);
        return written.getOrDefault(key, text);
    }

    /** Where a key is, in words. */
    String place(String key) {
        String place = Value.place(lines.get(key));
        return place.isEmpty() ? name : name + ", " + place;
    }

    /**
     * Reads all files of a directory.
     *
     * @param complaint gets the name of a file that cannot be used, and why, in words that follow its name
     * @return by PID
     */
    public static Map<String, ConfigurationFile> in(Path directory, BiConsumer<String, String> complaint) {
        Map<String, ConfigurationFile> files = new LinkedHashMap<>();
        String[] names = directory.toFile().list();
        for (String name : new TreeSet<>(names == null ? List.of() : List.of(names))) {
            if (is(name)) {
                try {
                    ConfigurationFile file = read(directory.resolve(name));
                    // As in a running directory: of two for one PID, the first name counts.
                    files.putIfAbsent(file.pid(), file);
                } catch (ConfigurationFault fault) {
                    complaint.accept(name, fault.getMessage());
                }
            } else if (name.endsWith(OTHER)) {
                complaint.accept(name, NOT_READ);
            }
        }
        return files;
    }

    static ConfigurationFile read(Path file) throws ConfigurationFault {
        String text;
        try {
            // Opening a pipe would wait.
            if (!Files.isRegularFile(file)) {
                throw new ConfigurationFault("is no regular file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigurationFault("is larger than " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigurationFault("is not written in UTF-8");
        } catch (IOException e) {
            throw new ConfigurationFault("cannot be read: " + e.getMessage());
        }
        return parse(file.getFileName().toString(), text);
    }

    static ConfigurationFile parse(String name, String text) throws ConfigurationFault {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (name.endsWith(JSON)) {
            values.putAll(ConfigurationJson.values(content));
            values.keySet().forEach(key -> lines.put(key, 0));
            return new ConfigurationFile(name, values, lines, Map.of());
        }
        int number = 0;
        for (String line : content.split("\\R", -1)) {
            number++;
            String written = line.strip();
            if (written.isEmpty() || written.charAt(0) == '#') {
                continue;
            }
            int equals = written.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationFault("line " + number + " is not written as key = value");
            }
            String key = written.substring(0, equals).strip();
            // ConfigurationAdmin ignores the case of keys.
            if (lines.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
                throw new ConfigurationFault(
                        "line " + number + " has " + key + " once more; a list is written [one, two]");
            }
            values.put(key, value(written.substring(equals + 1).strip(), number));
            lines.put(key, number);
        }
        return new ConfigurationFile(name, values, lines, Map.of());
    }

    private static Object value(String text, int line) throws ConfigurationFault {
        if (!text.startsWith("[")) {
            return single(text, line);
        }
        if (text.length() < 2 || !text.endsWith("]")) {
            throw new ConfigurationFault("line " + line + " has a list without its end ]");
        }
        List<String> elements = new ArrayList<>();
        for (String element : elements(text.substring(1, text.length() - 1))) {
            elements.add(single(element.strip(), line));
        }
        return elements.toArray(String[]::new);
    }

    /** A comma within quotes separates nothing. */
    private static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                elements.add(list.substring(begin, i));
                begin = i + 1;
            }
        }
        if (begin > 0 || !list.isBlank()) {
            elements.add(list.substring(begin));
        }
        return elements;
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return name;
    }

    private static String single(String text, int line) throws ConfigurationFault {
        if (!text.startsWith("\"")) {
            return text;
        }
        if (text.length() < 2 || !text.endsWith("\"")) {
            throw new ConfigurationFault("line " + line + " has a text without its end \"");
        }
        return text.substring(1, text.length() - 1);
    }
}
