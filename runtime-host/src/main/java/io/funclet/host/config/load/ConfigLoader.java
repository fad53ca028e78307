package io.funclet.host.config.load;

import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.config.text.JsonText;
import io.funclet.host.config.text.MalformedTextException;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.Value;
import io.funclet.host.config.text.YamlText;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Detects the generation of the caller that started this process, and reads its configuration (contract, section 3).
 */
public final class ConfigLoader {

    /** In order: baetyl 1.x, openedge 0.1.2 and later, earlier openedge. */
    private static final List<String> DEFAULT_FILES =
            List.of("etc/baetyl/service.yml", "etc/openedge/service.yml", "etc/openedge/module.yml");

    private static final int MOST_BYTES = 1024 * 1024;

    /** The content of a file that is not there. */
    static final Value.Mapping NOTHING = new Value.Mapping(Map.of(), 0);

    private ConfigLoader() {}

    /**
     * Reads the configuration: JSON text in the argument, or else, where the environment has {@code BAETYL_RUN_MODE},
     * baetyl 2's, or else the file that the argument names, or the first that exists of {@link #DEFAULT_FILES}. Relative
     * paths begin at the process's working directory. Any thread.
     *
     * @param argument the value of {@code -c}; empty if it was not given
     * @param environment the environment of the process; empty variables count as not set
     * @return a configuration whose directories and key files existed just now
     * @throws InvalidConfigException with all problems at once
     */
    public static RuntimeConfig load(Optional<String> argument, Map<String, String> environment)
            throws InvalidConfigException {
        return load(argument, environment, Path.of("").toAbsolutePath());
    }

    /** The same in another working directory than that of the process. */
    public static RuntimeConfig load(Optional<String> argument, Map<String, String> environment, Path workingDirectory)
            throws InvalidConfigException {
        String given = argument.orElse("").strip();
        if (argument.isPresent() && given.isEmpty()) {
            throw InvalidConfigException.fatal(
                    new ConfigProblems("-c"), "is empty; a JSON object or the path of a YAML file is expected");
        }
        if (given.startsWith("{") && given.endsWith("}")) {
            ConfigProblems problems = new ConfigProblems("-c");
            return OpenedgeConfig.read(
                    Sections.of(json(given, environment, problems), environment, workingDirectory, Optional.empty()));
        }
        if (!environment.getOrDefault(Baetyl2Config.RUN_MODE, "").isBlank()) {
            String named = argument.isPresent()
                    ? given
                    : environment.getOrDefault(Baetyl2Config.CONF_FILE, "").strip();
            String file = named.isEmpty() ? Baetyl2Config.DEFAULT_CONF_FILE : named;
            ConfigProblems problems = new ConfigProblems(file);
            // A file named on the command line must exist.
            Path path = resolve(workingDirectory, file, problems);
            boolean missing = argument.isEmpty() && Files.notExists(path);
            Value.Mapping content = missing ? NOTHING : yaml(workingDirectory, file, problems, false);
            return Baetyl2Config.read(Sections.of(
                    document(content, environment, problems),
                    environment,
                    workingDirectory,
                    again(path, content, argument, environment, workingDirectory)));
        }
        String file = argument.isPresent() ? given : defaultFile(workingDirectory);
        ConfigProblems problems = new ConfigProblems(file);
        Value.Mapping content = yaml(workingDirectory, file, problems, true);
        Document root = document(content, environment, problems);
        if (root.has("function") == root.has("functions")) {
            root.ignore("function", "functions", "name", "server", "logger");
            root.ignore(OpenedgeConfig.MODULE_KEYS);
            root.suspectUnknownKeys();
            throw InvalidConfigException.fatal(
                    problems,
                    "has " + (root.has("function") ? "both" : "neither of")
                            + " the keys function and functions; exactly one is expected: function for openedge 0.1.0 and 0.1.1,"
                            + " functions for all later ones");
        }
        Path path = resolve(workingDirectory, file, problems);
        Sections sections = Sections.of(
                root, environment, workingDirectory, again(path, content, argument, environment, workingDirectory));
        return root.has("function") ? OpenedgeConfig.read(sections) : BaetylConfig.read(sections);
    }

    private static Optional<ConfigFile<RuntimeConfig>> again(
            Path path,
            Value.Mapping content,
            Optional<String> argument,
            Map<String, String> environment,
            Path workingDirectory) {
        return Optional.of(new ConfigFile<>(path, content, () -> load(argument, environment, workingDirectory)));
    }

    /** The document of a file with this content, and of {@code FUNCLET_CONFIG}. */
    static Document document(Value.Mapping content, Map<String, String> environment, ConfigProblems problems)
            throws InvalidConfigException {
        String override = environment.getOrDefault(FuncletVariable.CONFIG.toString(), "");
        return Document.of(override.isBlank() ? content : ConfigOverride.over(content, override, problems), problems);
    }

    private static String defaultFile(Path workingDirectory) throws InvalidConfigException {
        List<String> looked = new ArrayList<>();
        for (String file : DEFAULT_FILES) {
            // Also a file without access: to take the next one instead would be a guess.
            if (!Files.notExists(workingDirectory.resolve(file))) {
                return file;
            }
            // Native modes mount by links, whose targets may be missing.
            boolean link = Files.isSymbolicLink(workingDirectory.resolve(file));
            looked.add(link ? file.concat(" (a link that leads nowhere)") : file);
        }
        throw InvalidConfigException.fatal(
                new ConfigProblems("configuration"),
                "none was given with -c, and in " + workingDirectory + " there is none of "
                        + String.join(", ", looked));
    }

    private static Document json(String text, Map<String, String> environment, ConfigProblems problems)
            throws InvalidConfigException {
        try {
            return document(JsonText.parse(text, problems::suspect), environment, problems);
        } catch (MalformedTextException e) {
            throw InvalidConfigException.fatal(problems, e.getMessage());
        }
    }

    /** @param joining see {@link YamlText#parse}; the runtimes of baetyl 2.x are in Python and Node */
    static Value.Mapping yaml(Path workingDirectory, String file, ConfigProblems problems, boolean joining)
            throws InvalidConfigException {
        Path path = resolve(workingDirectory, file, problems);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw InvalidConfigException.fatal(problems, "is larger than " + MOST_BYTES + " bytes");
            }
            // "Unicode" in some Windows editors.
            boolean wide = bytes.length > 1 && (bytes[0] & bytes[1] & 0xFE) == 0xFE && bytes[0] != bytes[1];
            String text = (wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return YamlText.parse(text, problems::suspect, joining);
        } catch (MalformedTextException e) {
            throw InvalidConfigException.fatal(problems, e.getMessage());
        } catch (CharacterCodingException e) {
            throw InvalidConfigException.fatal(problems, "is not UTF-8 text");
        } catch (IOException e) {
            throw InvalidConfigException.fatal(problems, reason(e, file, path));
        }
    }

    private static String reason(IOException e, String file, Path path) {
        if (e instanceof NoSuchFileException) {
            boolean json = file.startsWith("{");
            return "does not exist (" + PrintableText.printable(path.toString())
                    + (json ? "); JSON text would end with }" : ")");
        }
        if (Files.isDirectory(path)) {
            return "is a directory; a YAML file is expected";
        }
        return "cannot be read: " + FileErrorText.words(e);
    }

    private static Path resolve(Path workingDirectory, String file, ConfigProblems problems)
            throws InvalidConfigException {
        try {
            return workingDirectory.resolve(file);
        } catch (InvalidPathException e) {
            throw InvalidConfigException.fatal(problems, "is not a path: " + e.getReason());
        }
    }
}
