package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code funclet serve}. */
class ServeConfigTest {

    @TempDir
    Path directory;

    private WorkingDirectory here;
    private Path code;

    @BeforeEach
    void start() throws Exception {
        here = new WorkingDirectory(directory);
        code = here.directory("functions");
    }

    private RuntimeConfig read(Path served, Optional<Path> file, Optional<ListenAddress> address) throws Exception {
        return new ServeConfig(served, file, address, Optional.empty(), Map.of()).read();
    }

    private RuntimeConfig read() throws Exception {
        return read(code, Optional.empty(), Optional.empty());
    }

    private List<String> problems(Optional<Path> file) {
        return assertThrows(InvalidConfigException.class, () -> read(code, file, Optional.empty()))
                .problems();
    }

    @Test
    void fileInTheParent_hasTheKeysOfAll_andDefaultsForHandlerAndCodedir() throws Exception {
        here.directory("more");
        here.file("funclet.yml", """
                name: gate
                server: {address: ":7", timeout: 5s}
                logger: {path: gate.log}
                functions:
                  - {name: f, concurrency: 3}
                  - {name: g, handler: h, codedir: more}
                """);

        RuntimeConfig config = read();

        assertEquals(List.of(), config.warnings());
        assertEquals("gate", config.name());
        assertEquals(new ListenAddress("", 7), config.server().address());
        assertEquals(Optional.of(directory.resolve("gate.log")), config.logger().path());
        assertEquals(Optional.of(code), config.openDirectory());
        assertEquals(
                List.of("f f " + code, "g h " + directory.resolve("more")),
                config.functions().stream().map(ServeConfigTest::words).toList());
        assertEquals(
                new ListenAddress("", 8),
                read(code.resolve("../functions/."), Optional.empty(), Optional.of(new ListenAddress("", 8)))
                        .server()
                        .address());
    }

    private static String words(FunctionConfig function) {
        return function.name() + " " + function.handler() + " " + function.codeDirectory();
    }

    @Test
    void problems_areReportedAtOnce_withLines_andUnknownKeysWithWhatWasMeant() throws Exception {
        here.file("funclet.yml", """
                server: {adress: ":7", timeout: 30x}
                functions: [{nam: f}]
                """);

        assertEquals(
                List.of(
                        "line 1: server.timeout: \"30x\" is not a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most"
                                + " 2562047h)",
                        "line 2: functions[0].name: is missing",
                        "unknown keys are ignored: server.adress (line 1; did you mean server.address?),"
                                + " functions[0].nam (line 2; did you mean functions[0].name?)"),
                problems(Optional.empty()));
    }

    @Test
    void tenants_haveANameAndADirectoryOfTheirOwn() throws Exception {
        here.directory("a");
        here.file("funclet.yml", """
                tenants:
                  - {name: acme, directory: a, address: here, functions: [{name: f, codedir: a}]}
                  - {name: acme, directory: ./a}
                  - {name: a/b, directory: functions, quotas: {hard: {cpu: half, rat: 3}, suspend: 61}, control: {group: g}}
                  - {directory: missing}
                """);

        assertEquals(
                List.of(
                        "line 2: tenants[0].address: \"here\" is not an address (HOST:PORT, :PORT for all interfaces, or"
                                + " [IPV6]:PORT)",
                        "line 2: tenants[0].functions[0].codedir: is the directory of the tenant; leave it out",
                        "line 3: tenants[1].name: \"acme\" is the name of a tenant before it, too",
                        "line 3: tenants[1].directory: \"./a\" is the directory of tenant acme, too",
                        "line 4: tenants[2].name: \"a/b\" is not 1 to 64 letters, digits, hyphens and underscores",
                        "line 4: tenants[2].directory: \"functions\" is the directory of the operator, too",
                        "line 4: tenants[2].quotas.hard.cpu: \"half\" is not a share of a processor (50%, 150%)",
                        "line 4: tenants[2].quotas.suspend: \"61\" is not a whole number from 0 to 60",
                        "line 4: tenants[2].control.socket: is missing",
                        "line 5: tenants[3].name: is missing",
                        "line 5: tenants[3].directory: \"missing\" (" + directory + "/missing) does not exist",
                        "unknown keys are ignored: tenants[2].quotas.hard.rat (line 4; did you mean"
                                + " tenants[2].quotas.hard.rate?)"),
                problems(Optional.empty()));
    }

    @Test
    void directoryAndLogOfATenant_areItsOwn_howeverTheyAreWritten() throws Exception {
        here.directory("a/b");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a/b"));
        here.file("funclet.yml", """
                logger: {path: all.log}
                tenants:
                  - {name: one, directory: a/b, logger: {path: one.log}}
                  - {name: two, directory: a/../link, logger: {path: a/../all.log}}
                  - {name: three, directory: functions/.., logger: {level: loud}}
                """);

        assertEquals(
                List.of(
                        "line 4: tenants[1].directory: \"a/../link\" is the directory of tenant one, too",
                        "line 4: tenants[1].logger.path: \"" + directory
                                + "/a/../all.log\" is the log of the operator, too",
                        "line 5: tenants[2].directory: \"functions/..\" holds the directory of tenant two",
                        "line 5: tenants[2].directory: \"functions/..\" holds the directory of the operator",
                        "line 5: tenants[2].logger.level: \"loud\" is not a level (debug, info, warn, error)",
                        "line 5: tenants[2].logger.path: is missing"),
                problems(Optional.empty()).stream().sorted().toList());
    }

    @Test
    void directoryOfATenant_isNotInThatOfAnother() throws Exception {
        here.directory("a/b");
        here.file("funclet.yml", """
                tenants:
                  - {name: outer, directory: a}
                  - {name: inner, directory: a/b}
                  - {name: all, directory: .}
                """);

        List<String> problems = problems(Optional.empty());

        assertEquals(
                List.of("line 3: tenants[1].directory: \"a/b\" is in the directory of tenant outer"),
                problems.stream()
                        .filter(problem -> problem.startsWith("line 3"))
                        .toList());
        assertTrue(
                problems.contains("line 4: tenants[2].directory: \".\" holds the directory of the operator"),
                problems::toString);
    }

    @Test
    void fileThatOthersMayWrite_isReadOnlyIfItIsNamed() throws Exception {
        Path file = here.file("funclet.yml", "name: gate");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertEquals(
                List.of(
                        "may be written by all users, so Funclet does not read it by itself; name it by --config if it is"
                                + " meant, or remove it"),
                problems(Optional.empty()));
        assertEquals("gate", read(code, Optional.of(file), Optional.empty()).name());
    }

    @Test
    void fileThatIsNamed_mustExist() {
        Path absent = directory.resolve("absent.yml");

        assertEquals(List.of("does not exist (" + absent + ")"), problems(Optional.of(absent)));
    }

    @Test
    void entryWithSettingsAlone_waitsForNoStart() throws Exception {
        here.file("funclet.yml", "functions: [{name: f, config: {a: 1}}]");
        RuntimeConfig before = read();
        here.file("funclet.yml", "functions: [{name: g, config: {a: 1}}, {name: h, config: {b: 1}, env: {c: x}}]");

        RuntimeConfig now = before.file().orElseThrow().reader().read();

        assertEquals(
                List.of("functions[1].name", "functions[1].env.c"),
                List.copyOf(before.file().orElseThrow().changedKeys(now.file().orElseThrow())));
    }

    @Test
    void keysThatDifferFromTheStart_areNamed_butNoSettings() throws Exception {
        here.file("funclet.yml", "server: {timeout: 5s}\nfunctions: [{name: f, config: {a: 1}, env: {config: x}}]");
        RuntimeConfig before = read();
        here.file("funclet.yml", "name: gate\nfunctions: [{name: f, config: {a: 2}, env: {config: y}}]");

        RuntimeConfig now = before.file().orElseThrow().reader().read();

        assertEquals(
                List.of("server.timeout", "functions[0].env.config", "name"),
                List.copyOf(before.file().orElseThrow().changedKeys(now.file().orElseThrow())));
        assertTrue(now.file().orElseThrow().isThere());
    }
}
