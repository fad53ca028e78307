package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.text.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {

    private static final String JSON = """
            {"name":"n","server":{"address":":1"},"function":{"name":"f","handler":"h","codedir":"."}}""";
    private static final String MANY =
            "name: %s\nserver: {address: ':1'}\nfunctions: [{name: f, handler: h, codedir: .}]";
    private static final String ONE = "name: %s\nserver: {address: ':1'}\nfunction: {name: f, handler: h, codedir: .}";

    @TempDir
    Path directory;

    private WorkingDirectory here;

    @BeforeEach
    void start() {
        here = new WorkingDirectory(directory);
    }

    @Test
    void jsonText_winsOverTheEnvironmentAndTheFiles() throws Exception {
        here.file("etc/baetyl/service.yml", MANY.formatted("file"));
        Map<String, String> environment =
                Map.of("BAETYL_RUN_MODE", "native", "BAETYL_SERVICE_INSTANCE_NAME", "environment");
        assertEquals("n", here.load(JSON, environment).name());
    }

    @Test
    void ofTheDefaultFiles_theLatestGenerationsOneIsRead() throws Exception {
        here.file("etc/openedge/module.yml", ONE.formatted("first"));
        assertEquals("first", here.load(Map.of("BAETYL_RUN_MODE", "")).name());
        here.file("etc/openedge/service.yml", MANY.formatted("second"));
        assertEquals("second", here.load(Map.of()).name());
        here.file("etc/baetyl/service.yml", MANY.formatted("third"));
        assertEquals("third", here.load(Map.of()).name());
    }

    @Test
    void keysOfAFile_tellItsGenerationWhateverItsName() throws Exception {
        here.file("one.yml", ONE.formatted("one"));
        here.file("etc/openedge/module.yml", MANY.formatted("many"));
        Map<String, String> environment = Map.of("OPENEDGE_SERVICE_NAME", "instance");
        assertEquals("one", here.load("one.yml", environment).name());
        assertEquals(
                "instance",
                here.load(directory.resolve("etc/openedge/module.yml").toString(), environment)
                        .name());
    }

    @Test
    void noFileAtAll_namesThoseThatWereLookedFor() {
        InvalidConfigException failure = assertThrows(InvalidConfigException.class, () -> here.load(Map.of()));
        assertEquals(
                "configuration: none was given with -c, and in " + directory + " there is none of"
                        + " etc/baetyl/service.yml, etc/openedge/service.yml, etc/openedge/module.yml",
                failure.getMessage());
    }

    @Test
    void fileThatIsALinkToNothing_isNamedAsSuch() throws IOException {
        Files.createSymbolicLink(here.directory("etc/openedge").resolve("module.yml"), Path.of("absent"));

        String message = assertThrows(InvalidConfigException.class, () -> here.load(Map.of()))
                .getMessage();

        assertTrue(message.endsWith("service.yml, etc/openedge/module.yml (a link that leads nowhere)"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: n                                | neither of
            {function: , functions: ~}             | neither of
            {function: {name: f}, functions: []}   | both
            """)
    void unknownGeneration_isReportedWithWhatWasExpected(String yaml, String which) throws IOException {
        here.file("a.yml", yaml);
        assertEquals(
                List.of("has " + which
                        + " the keys function and functions; exactly one is expected: function for openedge"
                        + " 0.1.0 and 0.1.1, functions for all later ones"),
                here.problems("a.yml"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''         | -c: is empty; a JSON object or the path of a YAML file is expected
            absent.yml | absent.yml: does not exist \\(/.*/absent.yml\\)
            {"name":   | \\{"name":: does not exist \\(/.*\\); JSON text would end with \\}
            .          | .: is a directory; a YAML file is expected
            """)
    void argumentThatLeadsToNoConfiguration_saysWhy(String argument, String message) {
        String actual = here.failure(argument).getMessage();
        assertTrue(actual.matches(message), actual);
    }

    static List<Arguments> textsThatAreNoConfiguration() {
        // Few aliases, each to a list with two of the one before: 2^20 values.
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i <= 20; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return List.of(
                Arguments.of("", "is empty"),
                Arguments.of(" \n# only a comment\n", "is empty"),
                Arguments.of("---\n", "is empty"),
                Arguments.of("null\n", "is empty"),
                Arguments.of("- a\n", "is a list at its top, not a map of keys (line 1)"),
                Arguments.of("\ntext\n", "is a single value at its top, not a map of keys (line 2)"),
                Arguments.of("name: a\nserver:\n\taddress: b\n", "(line 3)"),
                Arguments.of("name: a\nserver: b: c\n", "mapping values are not allowed here (line 2)"),
                Arguments.of("name: \"a\n", "(line 2)"),
                Arguments.of("name: *a\n", "undefined alias a (line 1)"),
                Arguments.of("? [a]\n: b\n", "has a key that is not a text (line 1)"),
                Arguments.of("a: b\n# \0\n", "is not YAML: the character U+0000 is not allowed in it (line 2)"),
                Arguments.of("%YAML 2.0\n---\na: b\n", "is not YAML: "),
                Arguments.of(
                        "server:\n\taddress: x\n",
                        "is not YAML: a tab stands where a line may be indented by blanks only (line 2)"),
                Arguments.of(bomb.toString(), "has more than 10000 values, aliases counted (line "),
                Arguments.of("a: &a [*a]\n", "is nested deeper than 50 levels (line 1)"),
                Arguments.of("a: &a [*a, *a]\n", "is nested deeper than 50 levels (line 1)"),
                Arguments.of("a: " + "[".repeat(100_000), "is not YAML: it is nested too deeply"),
                Arguments.of("#".repeat(2_000_000), "is larger than 1048576 bytes"));
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoConfiguration")
    void fileThatIsNoConfiguration_givesOneProblemInOneLine(String yaml, String problem) throws IOException {
        here.file("a.yml", yaml);
        InvalidConfigException failure = here.failure("a.yml");
        assertEquals(1, failure.problems().size());
        assertEquals(1, failure.getMessage().lines().count());
        assertTrue(failure.getMessage().startsWith("a.yml: "), failure.getMessage());
        assertTrue(failure.getMessage().contains(problem), failure.getMessage());
    }

    @Test
    void fileThatIsNotUtf8_isRejected() throws IOException {
        Files.write(directory.resolve("a.yml"), "name: ä".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("is not UTF-8 text"), here.problems("a.yml"));
    }

    @Test
    void unreadableCodeDirectory_isRejected() throws IOException {
        Path code = here.directory("code");
        Files.setPosixFilePermissions(code, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(code), "this user may read everything");
        assertEquals(
                List.of("function.codedir: \"code\" (" + code + ") is not readable for this user"),
                here.problems(JSON.replace("\".\"", "\"code\"")));
    }

    private static RuntimeConfig serve(Path code, Optional<String> name) throws InvalidConfigException {
        return new ServeConfig(code, Optional.empty(), Optional.empty(), name, Map.of()).read();
    }

    @Test
    void openDirectory_needsNoConfiguration() throws Exception {
        RuntimeConfig config = serve(directory, Optional.of("gate"));
        assertEquals("gate", config.name());
        assertEquals(new ListenAddress("127.0.0.1", 50051), config.server().address());
        assertEquals(Optional.of(directory), config.openDirectory());
        assertEquals(List.of(), config.functions());
        assertEquals(
                new LoggerConfig(
                        Optional.empty(),
                        LoggerConfig.Level.INFO,
                        LoggerConfig.Format.TEXT,
                        false,
                        15,
                        50,
                        15,
                        16 * 1024),
                config.logger());
    }

    @Test
    void openDirectoryThatIsMissing_isRejected() {
        Path absent = directory.resolve("absent");
        InvalidConfigException failure =
                assertThrows(InvalidConfigException.class, () -> serve(absent, Optional.empty()));
        assertEquals("serve: directory: \"" + absent + "\" does not exist", failure.getMessage());
    }

    /** The master waits for the port while this runs, so what the JSON does not need must not be loaded. */
    @Test
    void jsonStart_loadsNoClassOfTheYamlLibrary() throws Exception {
        Path classes = directory.resolve("classes.log");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        JsonStart.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), output);

        String loaded = Files.readString(classes);
        assertTrue(loaded.contains(OpenedgeConfig.class.getName()), "the log lists what was loaded");
        assertFalse(loaded.contains("org.snakeyaml"), "a class of the YAML library was loaded");
        assertFalse(loaded.contains(YamlText.class.getName()));
    }

    static final class JsonStart {

        private JsonStart() {}

        public static void main(String[] arguments) throws InvalidConfigException {
            ConfigLoader.load(Optional.of(JSON), Map.of());
        }
    }
}
