package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionConfigs;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.ValueSource;

class Baetyl2ConfigTest {

    private static final Map<String, String> KUBE = Map.of("BAETYL_RUN_MODE", "kube");
    private static final Map<String, String> NATIVE =
            Map.of("BAETYL_RUN_MODE", "native", "BAETYL_SERVICE_DYNAMIC_PORT", "5001");
    private static final String FUNCTION = "functions: [{name: f, handler: h, codedir: one}]\n";

    @TempDir
    Path directory;

    private WorkingDirectory here;
    private TlsConfig issued;

    @BeforeEach
    void makeWhatTheFrameworkMakes() throws IOException {
        here = new WorkingDirectory(directory);
        here.directory("var/lib/baetyl/code/one");
        issued = new TlsConfig(
                here.file("var/lib/baetyl/system/certs/key.pem", ""),
                here.file("var/lib/baetyl/system/certs/crt.pem", ""),
                Optional.of(here.file("var/lib/baetyl/system/certs/ca.pem", "")));
    }

    @Test
    void whatIsAbsent_hasTheContractsDefaults() throws Exception {
        here.file("etc/baetyl/conf.yml", FUNCTION);

        RuntimeConfig config = here.load(KUBE);

        assertEquals("funclet", config.name());
        assertEquals(
                new ServerConfig(
                        new ListenAddress("0.0.0.0", 80),
                        Duration.ofSeconds(30),
                        4194304,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.of(issued)),
                config.server());
        assertEquals(
                List.of(FunctionConfigs.of("f", "h", directory.resolve("var/lib/baetyl/code/one"), Map.of())),
                config.functions());
        assertEquals(Optional.empty(), config.openDirectory());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void environment_isTaken() throws Exception {
        here.file("my.yml", "name: not this\nfunctions: [{name: f, handler: h}, {name: g, handler: h, codedir: sub}]");
        Path sub = here.directory("my-code/sub");
        Map<String, String> environment = new HashMap<>(NATIVE);
        environment.putAll(
                Map.of("BAETYL_SERVICE_NAME", "service", "BAETYL_CONF_FILE", "my.yml", "BAETYL_CODE_PATH", "my-code"));

        RuntimeConfig config = here.load(environment);

        assertEquals("service", config.name());
        assertEquals(new ListenAddress("127.0.0.1", 5001), config.server().address());
        assertEquals(
                List.of(sub.getParent(), sub),
                config.functions().stream().map(FunctionConfig::codeDirectory).toList());
    }

    @Test
    void everythingThatIsWrong_isReportedAtOnce() throws Exception {
        here.file("etc/baetyl/conf.yml", "functions: [{name: f, codedir: two}]");
        assertEquals(
                List.of(
                        "line 1: functions[0].handler: is missing",
                        "line 1: functions[0].codedir: \"two\" (" + directory.resolve("var/lib/baetyl/code/two")
                                + ") does not exist",
                        "BAETYL_RUN_MODE: \"docker\" is not a mode (native, kube)"),
                here.problems(Map.of("BAETYL_RUN_MODE", "docker")));
    }

    @Test
    void nativeModeWithoutAPort_isRejected() {
        assertEquals(
                List.of(
                        "BAETYL_SERVICE_DYNAMIC_PORT: is missing; BAETYL_RUN_MODE is native, so the port must be there"),
                here.problems(Map.of("BAETYL_RUN_MODE", "native")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "-1", "65536", "+80", "٨٠", "80 81"})
    void nativeModeWithAWrongPort_isRejected(String port) {
        assertEquals(
                List.of("BAETYL_SERVICE_DYNAMIC_PORT: \"" + port + "\" is not a port (0 to 65535)"),
                here.problems(Map.of("BAETYL_RUN_MODE", "native", "BAETYL_SERVICE_DYNAMIC_PORT", port)));
    }

    @Test
    void missingFile_opensTheCodePathAndSaysSo() throws Exception {
        Path code = directory.resolve("var/lib/baetyl/code");

        RuntimeConfig config = here.load(NATIVE);

        assertEquals(Optional.of(code), config.openDirectory());
        assertEquals(List.of(), config.functions());
        assertEquals(
                List.of("etc/baetyl/conf.yml: no functions are configured: those in " + code
                        + " are served under their own names"),
                config.warnings());
    }

    @Test
    void emptyListOfFunctions_opensTheCodePath_too() throws Exception {
        here.file("etc/baetyl/conf.yml", "functions: []");

        RuntimeConfig config = here.load(NATIVE);

        assertEquals(Optional.of(directory.resolve("var/lib/baetyl/code")), config.openDirectory());
        assertEquals(1, config.warnings().size(), config.warnings()::toString);
    }

    @Test
    void missingFileAndCodePath_areRejected() {
        Map<String, String> environment = new HashMap<>(NATIVE);
        environment.put("BAETYL_CODE_PATH", "/absent/code");
        assertEquals(List.of("BAETYL_CODE_PATH: \"/absent/code\" does not exist"), here.problems(environment));
    }

    @Test
    void fileNamedOnTheCommandLine_mustExist() {
        InvalidConfigException failure = assertThrows(InvalidConfigException.class, () -> here.load("a.yml", NATIVE));
        assertEquals("a.yml: does not exist (" + directory.resolve("a.yml") + ")", failure.getMessage());
    }

    @Test
    void missingCertificates_areAllReported() throws IOException {
        WorkingDirectory bare = new WorkingDirectory(here.directory("bare"));
        bare.directory("var/lib/baetyl/code");
        Path certificates = bare.path().resolve("var/lib/baetyl/system/certs");
        assertEquals(
                List.of(
                        "server.key: \"var/lib/baetyl/system/certs/key.pem\" (" + certificates.resolve("key.pem")
                                + ") does not exist",
                        "server.cert: \"var/lib/baetyl/system/certs/crt.pem\" (" + certificates.resolve("crt.pem")
                                + ") does not exist",
                        "server.ca: \"var/lib/baetyl/system/certs/ca.pem\" (" + certificates.resolve("ca.pem")
                                + ") does not exist"),
                bare.problems(NATIVE));
    }

    @Test
    void serverSectionWithAnAddress_replacesAddressAndCertificates() throws Exception {
        here.file("etc/baetyl/conf.yml", FUNCTION + "server: {address: '127.0.0.1:9', timeout: 2s}\n");

        RuntimeConfig config = here.load(Map.of("BAETYL_RUN_MODE", "native"));

        assertEquals(new ListenAddress("127.0.0.1", 9), config.server().address());
        assertEquals(Optional.empty(), config.server().tls());
        assertEquals(
                List.of("etc/baetyl/conf.yml: the section server has no key and cert: calls are served without TLS"),
                config.warnings());
    }

    @Test
    void serverSectionWithCertificates_replacesThoseOfTheFramework() throws Exception {
        Path own = here.file("own.pem", "");
        here.file("etc/baetyl/conf.yml", FUNCTION + "server: {key: own.pem, cert: own.pem}\n");

        ServerConfig server = here.load(NATIVE).server();

        assertEquals(Optional.of(new TlsConfig(own, own, Optional.empty())), server.tls());
        assertEquals(new ListenAddress("127.0.0.1", 5001), server.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{timeout: 2s}", "{timeout: 2s, ca: '', key: '', cert: ''}"})
    void serverSectionWithLimitsAlone_leavesMutualTlsInForce(String section) throws Exception {
        here.file("etc/baetyl/conf.yml", FUNCTION + "server: " + section + "\n");

        ServerConfig server = here.load(NATIVE).server();

        assertEquals(Duration.ofSeconds(2), server.timeout());
        assertEquals(new ListenAddress("127.0.0.1", 5001), server.address());
        assertEquals(Optional.of(issued), server.tls());
    }

    @Test
    void codeDirInTheSpellingOfItsExamples_isRead() throws Exception {
        here.directory("var/lib/baetyl/code/book");
        here.file("etc/baetyl/conf.yml", """
                functions:
                  - name: 'create'
                    handler: 'create.handler'
                    codeDir: './book'
                  - {name: both, handler: h, codedir: one, codeDir: absent}
                """);

        RuntimeConfig config = here.load(KUBE);

        Path code = directory.resolve("var/lib/baetyl/code");
        assertEquals(
                List.of(code.resolve("book"), code.resolve("one")),
                config.functions().stream().map(FunctionConfig::codeDirectory).toList());
        assertEquals(1, config.warnings().size(), config.warnings()::toString);
    }

    @Test
    void ofTwoMapsOfOneKey_theLastAloneCounts_asInPython() throws Exception {
        here.file(
                "etc/baetyl/conf.yml",
                FUNCTION + "server: {workers: {max: 3}, timeout: 5s}\nserver: {concurrent: {max: 9}}\n");

        ServerConfig server = here.load(KUBE).server();

        assertEquals(OptionalInt.empty(), server.maxWorkers());
        assertEquals(ServerConfig.DEFAULT_TIMEOUT, server.timeout());
        assertEquals(OptionalInt.of(9), server.maxConcurrent());
    }
}
