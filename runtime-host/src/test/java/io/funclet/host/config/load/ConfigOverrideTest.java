package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of {@code FUNCLET_CONFIG}, over those of each generation. */
class ConfigOverrideTest {

    /** As the cloud of baetyl 2.x writes it. */
    private static final String CLOUDS =
            "{\"functions\":[{\"name\":\"one\",\"handler\":\"h1\",\"codedir\":\"\"},{\"name\":\"two\",\"handler\":\"h2\",\"codedir\":\"sub\"}]}";

    @TempDir
    Path directory;

    private WorkingDirectory here;

    @BeforeEach
    void makeWhatTheFrameworkMakes() throws Exception {
        here = new WorkingDirectory(directory);
        here.directory("var/lib/baetyl/code/sub");
        for (String file : List.of("ca", "key", "crt")) {
            here.file("var/lib/baetyl/system/certs/" + file + ".pem", "");
        }
        here.file("etc/baetyl/conf.yml", CLOUDS);
    }

    @Test
    void keysOfTheVariable_goBeforeThoseOfTheFile_functionByFunction() throws Exception {
        RuntimeConfig config = here.load(with("""
                server: {timeout: 5s}
                logger: {level: debug}
                functions:
                  - {name: two, timeout: 2s, concurrency: 3, queue: 7, env: {A: b}, config: {limit: 80}}
                """));

        assertEquals(Duration.ofSeconds(5), config.server().timeout());
        assertEquals("0.0.0.0:80", config.server().address().toString());
        assertFalse(config.server().tls().isEmpty());
        assertEquals(
                List.of("one", "two"),
                config.functions().stream().map(FunctionConfig::name).toList());
        FunctionConfig two = config.functions().get(1);
        assertEquals("h2", two.handler());
        assertEquals(directory.resolve("var/lib/baetyl/code/sub"), two.codeDirectory());
        assertEquals(Optional.of(Duration.ofSeconds(2)), two.limits().timeout());
        assertEquals(OptionalInt.of(3), two.limits().concurrency());
        assertEquals(OptionalInt.of(7), two.limits().queue());
        assertEquals(Map.of("A", "b"), two.env());
        assertEquals(Map.of("limit", "80"), two.config().orElseThrow().values());
        assertEquals(Optional.empty(), config.functions().get(0).limits().timeout());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void variable_mayBringAllFunctions_whereThereIsNoFile() throws Exception {
        RuntimeConfig config = here.load(Map.of(
                "BAETYL_RUN_MODE",
                "kube",
                "BAETYL_CONF_FILE",
                "absent.yml",
                "FUNCLET_CONFIG",
                "{\"functions\": [{\"name\": \"f\", \"handler\": \"h\", \"timeout\": \"1s\"}]}"));

        assertEquals("f", config.functions().get(0).name());
        assertEquals(Optional.empty(), config.openDirectory());
        // Else its absence would be taken for a deletion.
        assertFalse(config.file().orElseThrow().isThere());
    }

    @Test
    void argumentOfOpenedge_andFileOfServe_areOverriddenToo() throws Exception {
        RuntimeConfig openedge = here.load(
                "{\"name\":\"n\",\"server\":{\"address\":\"127.0.0.1:1\"},\"function\":{\"name\":\"f\",\"handler\":\"h\",\"codedir\":\".\",\"timeout\":1000000000}}",
                Map.of("FUNCLET_CONFIG", "function: {timeout: 2s}"));
        RuntimeConfig serve = new ServeConfig(
                        directory,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("FUNCLET_CONFIG", "functions: [{name: f, timeout: 2s}]"))
                .read();

        for (RuntimeConfig config : List.of(openedge, serve)) {
            assertEquals(
                    Optional.of(Duration.ofSeconds(2)),
                    config.functions().get(0).limits().timeout());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            functions: [{name: two, timeout: 30x}]      | FUNCLET_CONFIG: functions[1].timeout: "30x" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)
            server: [a]                                 | FUNCLET_CONFIG: server: a list is not a map of keys
            /etc/funclet.yml                            | is a single value at its top, not a map of keys (line 1); the text of a configuration is expected, in YAML or JSON
            functions: [{name: twoo, timeout: 2s}]      | FUNCLET_CONFIG: functions[2].handler: is missing
            """)
    void mistake_isRejected_withTheVariable(String text, String problem) {
        assertEquals(problem, here.problems(with(text)).get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            functions: [{name: two, timeuot: 2s}]          | unknown keys are ignored: functions[1].timeuot (FUNCLET_CONFIG; did you mean functions[1].timeout?)
            functions: [{name: twoo, timeout: 2s}]         | functions: "twoo" is no function of the file; did you mean "two"?
            """)
    void suspicion_isToldWithTheVariable(String text, String suspicion) {
        Map<String, String> environment = with(text);
        environment.put("BAETYL_RUN_MODE", "docker"); // a failed start tells suspicions, too

        List<String> problems = here.problems(environment);

        assertEquals(
                List.of(suspicion), problems.stream().filter(suspicion::equals).toList(), problems::toString);
    }

    private static Map<String, String> with(String text) {
        return new HashMap<>(Map.of("BAETYL_RUN_MODE", "kube", "FUNCLET_CONFIG", text));
    }
}
