package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.config.load.WorkingDirectory;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.config.quota.QuotaKind;
import io.funclet.host.config.source.FuncletVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of docs/reference/configuration.md, each in its place, and the variables of environment.md. */
class DocumentedConfigurationTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(json|yaml)\\n(.*?)^```$");

    /** The value after a key, in both syntaxes. */
    private static final Pattern CODEDIR = Pattern.compile("codedir\"?: \"?([^\"\\n]+)");

    private static final Pattern VARIABLE = Pattern.compile("FUNCLET_[A-Z_]+");

    private static final Pattern TABLED = Pattern.compile("(?m)^\\| `(" + VARIABLE + ")` \\|");

    private static List<String> examples;

    @TempDir
    Path directory;

    private WorkingDirectory here;

    @BeforeAll
    static void findExamples() throws IOException {
        examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/reference/configuration.md")))
                .results()
                .map(example -> example.group(2))
                .toList();
        assertEquals(9, examples.size(), "examples, of which there is a test each");
    }

    @BeforeEach
    void makeWhatManagersMake() throws IOException {
        here = new WorkingDirectory(directory);
        for (String example : examples) {
            for (String codedir : CODEDIR.matcher(example)
                    .results()
                    .map(match -> match.group(1))
                    .toList()) {
                here.directory(codedir);
                here.directory("var/lib/baetyl/code/" + codedir);
            }
        }
        for (String file : List.of("ca", "key", "crt")) {
            here.file("var/lib/baetyl/system/certs/" + file + ".pem", "");
        }
    }

    @Test
    void keysFromTheEnvironment_areTakenWithoutAWarning() throws Exception {
        here.file("etc/baetyl/conf.yml", examples.get(6));

        RuntimeConfig config = taken(here.load(Map.of("BAETYL_RUN_MODE", "kube", "FUNCLET_CONFIG", examples.get(0))));

        assertEquals(OptionalInt.of(4), config.functions().get(0).limits().concurrency());
    }

    @Test
    void jsonOfOpenedge_isTakenWithoutAWarning() throws Exception {
        RuntimeConfig config = taken(here.load(examples.get(3)));

        assertEquals(Map.of("USER_ID", "acuiot"), config.functions().get(0).env());
    }

    @Test
    void fileOfOpenedge_saysTheSameAsTheJson() throws Exception {
        here.file("etc/openedge/module.yml", examples.get(4));

        RuntimeConfig config = taken(here.load(Map.of()));

        RuntimeConfig sent = here.load(examples.get(3));
        assertEquals(sent.name(), config.name());
        assertEquals(sent.server(), config.server());
        assertEquals(
                sent.functions().get(0).codeDirectory(),
                config.functions().get(0).codeDirectory());
    }

    @Test
    void fileOfBaetyl1_isTakenWithoutAWarning() throws Exception {
        here.file("etc/baetyl/service.yml", examples.get(5));

        assertEquals(3, taken(here.load(Map.of())).functions().size());
    }

    @Test
    void settingsOfAComponent_areTakenWithoutAWarning() throws Exception {
        here.file("etc/baetyl/service.yml", examples.get(1));

        FunctionConfig function = taken(here.load(Map.of())).functions().get(0);

        assertEquals(
                Set.of("port", "unit", "labels"),
                function.config().orElseThrow().values().keySet());
    }

    @Test
    void updatePolicy_isTakenWithoutAWarning() throws Exception {
        here.file("etc/baetyl/service.yml", examples.get(2));

        assertEquals(
                Optional.of(new UpdatePolicy(Duration.ofSeconds(30), 5, "device")),
                taken(here.load(Map.of())).functions().get(0).updates());
    }

    @Test
    void fileOfBaetyl2_isTakenWithoutAWarning() throws Exception {
        here.file("etc/baetyl/conf.yml", examples.get(6));

        RuntimeConfig config = taken(here.load(Map.of("BAETYL_RUN_MODE", "kube")));

        assertEquals(
                directory.resolve("var/lib/baetyl/code/sayhi"),
                config.functions().get(0).codeDirectory());
    }

    @Test
    void fileOfServe_isTakenWithoutAWarning() throws Exception {
        Path code = here.directory("functions");
        here.file("secrets/token", "secret");
        here.file(ServeConfig.FILE_NAME, examples.get(7));

        RuntimeConfig config =
                taken(new ServeConfig(code, Optional.empty(), Optional.empty(), Optional.empty(), Map.of()).read());

        assertEquals(code, config.functions().get(1).codeDirectory());
    }

    @Test
    void tenants_areTakenWithoutAWarning() throws Exception {
        Path code = here.directory("functions");
        here.directory("tenants/acme");
        here.directory("tenants/globex");
        here.file(ServeConfig.FILE_NAME, examples.get(8));

        RuntimeConfig config =
                taken(new ServeConfig(code, Optional.empty(), Optional.empty(), Optional.empty(), Map.of()).read());

        assertEquals(
                List.of("alarm", "acme/heat"),
                config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals(
                Map.of(
                        QuotaKind.RATE,
                        100L,
                        QuotaKind.CPU,
                        50L,
                        QuotaKind.ALLOCATION,
                        64L << 20,
                        QuotaKind.CONCURRENT,
                        200L),
                config.tenants().get(0).quotas().orElseThrow().hard());
    }

    @Test
    void tables_haveEveryVariableOfOurs_andNoOther() throws IOException {
        SortedSet<String> tabled = new TreeSet<>();
        TABLED.matcher(Files.readString(Path.of("../docs/reference/environment.md")))
                .results()
                .forEach(row -> tabled.add(row.group(1)));

        assertEquals(names(FuncletVariable.values()), tabled);
    }

    /** The list of the launcher's own: it reads them itself, and no other test would notice a new one. */
    @Test
    void launcher_readsThoseThatAreKnownAsItsOwn() throws IOException {
        SortedSet<String> launchers = names(
                FuncletVariable.JAVA_HOME,
                FuncletVariable.PROFILE,
                FuncletVariable.AUTO_ARCHIVE,
                FuncletVariable.RECORD_ARCHIVE);

        assertEquals(launchers, named(Path.of("src/main/dist/bin/funclet")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "../README.md", "../docs"})
    void whatIsNamedAnywhere_isKnown(String place) throws IOException {
        SortedSet<String> named = named(Path.of(place));
        assertFalse(named.isEmpty(), "variables are looked for in the wrong place");

        named.removeAll(names(FuncletVariable.values()));
        named.remove("FUNCLET_POL_INTERVAL"); // the example of one that is not

        assertEquals(Set.of(), named);
    }

    private static SortedSet<String> named(Path place) throws IOException {
        SortedSet<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".svg"))
                    .toList()) {
                VARIABLE.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group()));
            }
        }
        return named;
    }

    private static SortedSet<String> names(FuncletVariable... variables) {
        SortedSet<String> names = new TreeSet<>();
        for (FuncletVariable variable : variables) {
            names.add(variable.toString());
        }
        return names;
    }

    private static RuntimeConfig taken(RuntimeConfig config) {
        assertEquals(List.of(), config.warnings());
        assertFalse(config.functions().isEmpty());
        return config;
    }
}
