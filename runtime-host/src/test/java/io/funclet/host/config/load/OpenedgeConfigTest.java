package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.FunctionConfigs;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpenedgeConfigTest extends OpenedgeConfigs {

    /** What a master of openedge 0.1.1 sent, to the letter (contract, section 3). */
    private static final String FROM_MASTER = """
            {"name":"localfunc-sayhi-1","alias":"","logger":{"path":"var/log/openedge/func-nyeosbbch/sayhi.log",\
            "level":"debug","format":"text","console":false,"age":{"max":15},"size":{"max":50},"backup":{"max":15}},\
            "entry":"","restart":{"retry":{"max":0},"policy":"","backoff":{"min":0,"max":0,"factor":0}},"expose":null,\
            "params":null,"env":null,"resources":{"cpu":{"cpus":0,"setcpus":""},"pids":{"limit":0},\
            "memory":{"limit":0,"swap":0}},"server":{"address":"127.0.0.1:45539","timeout":30000000000,\
            "message":{"length":{"max":4194304}}},"function":{"id":"func-nyeosbbch","name":"sayhi",\
            "handler":"sayhi.handler","codedir":"var/db/openedge/module/func-nyeosbbch","instance":{"min":0,"max":1,\
            "idletime":600000000000,"timeout":30000000000,"Resources":{"cpu":{"cpus":0,"setcpus":""},\
            "pids":{"limit":0},"memory":{"limit":0,"swap":0}},"message":{"length":{"max":4194304}}},\
            "entry":"bin/funclet","env":{"USER_ID":"acuiot"}}}""";

    @Test
    void theMastersOwnJson_isRead() throws Exception {
        Path code = here.directory("var/db/openedge/module/func-nyeosbbch");

        RuntimeConfig config = here.load(FROM_MASTER);

        assertEquals("localfunc-sayhi-1", config.name());
        assertEquals(new ListenAddress("127.0.0.1", 45539), config.server().address());
        assertEquals(Duration.ofSeconds(30), config.server().timeout());
        assertEquals(4194304, config.server().maxMessageBytes());
        assertEquals(
                List.of(FunctionConfigs.of("sayhi", "sayhi.handler", code, Map.of("USER_ID", "acuiot"))),
                config.functions());
        assertEquals(
                new LoggerConfig(
                        Optional.of(directory.resolve("var/log/openedge/func-nyeosbbch/sayhi.log")),
                        LoggerConfig.Level.DEBUG,
                        LoggerConfig.Format.TEXT,
                        false,
                        15,
                        50,
                        15,
                        16 * 1024),
                config.logger());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void whatIsAbsent_hasTheContractsDefaults() throws Exception {
        RuntimeConfig config = here.load("  " + LEAST + "\n");

        assertEquals(
                new ServerConfig(
                        new ListenAddress("127.0.0.1", 80),
                        Duration.ofSeconds(30),
                        4194304,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.empty()),
                config.server());
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
        assertEquals(List.of(FunctionConfigs.of("f", "h", directory.resolve("code"), Map.of())), config.functions());
        assertEquals(Optional.empty(), config.openDirectory());
    }

    @Test
    void nullsAndZeros_areAbsent() throws Exception {
        RuntimeConfig config = here.load("""
                {"name":"n","alias":null,"logger":null,"server":{"address":":80","timeout":0,"message":{"length":{"max":0}}},
                "function":{"id":null,"name":"f","handler":"h","codedir":"code","instance":null,"env":null}}""");
        assertEquals(Duration.ofSeconds(30), config.server().timeout());
        assertEquals(4194304, config.server().maxMessageBytes());

        LoggerConfig logger = here.load(LEAST.replace(
                        "\"name\":\"n\"",
                        "\"name\":\"n\",\"logger\":{\"path\":\"\",\"level\":\"\",\"age\":{\"max\":0},\"size\":{\"max\":0},"
                                + "\"backup\":{\"max\":0}}"))
                .logger();
        assertEquals(Optional.empty(), logger.path());
        assertEquals(List.of(15, 50, 15), List.of(logger.maxAgeDays(), logger.maxSizeMegabytes(), logger.maxBackups()));
    }

    @Test
    void modulesYamlFile_isRead() throws Exception {
        here.file("etc/openedge/module.yml", """
                name: 123
                server:
                  address: "[::1]:8080"
                  timeout: 1h30m
                  message: {length: {max: 2m}}
                function:
                  id: f1
                  name: f
                  handler: h
                  codedir: code
                  env:
                    COUNT: 7
                    EMPTY:
                logger:
                  path: var/log/x.log
                  level: WARNING
                  format: json
                  console: yes
                  backup: {max: 3}
                """);

        RuntimeConfig config = here.load(Map.of("BAETYL_SERVICE_INSTANCE_NAME", "not for this generation"));

        assertEquals("123", config.name());
        assertEquals(new ListenAddress("::1", 8080), config.server().address());
        assertEquals(Duration.ofMinutes(90), config.server().timeout());
        assertEquals(2 * 1024 * 1024, config.server().maxMessageBytes());
        assertEquals(
                Map.of("COUNT", "7", "EMPTY", ""), config.functions().get(0).env());
        assertEquals(
                new LoggerConfig(
                        Optional.of(directory.resolve("var/log/x.log")),
                        LoggerConfig.Level.WARN,
                        LoggerConfig.Format.JSON,
                        true,
                        15,
                        50,
                        3,
                        16 * 1024),
                config.logger());
    }

    @Test
    void aLinkedCodeDirectory_keepsThePathOfTheLink() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("code"));
        assertEquals(
                directory.resolve("link"),
                here.load(LEAST.replace("\"code\"", "\"./link\""))
                        .functions()
                        .get(0)
                        .codeDirectory());
    }

    @Test
    void aPathThroughTheParentOfALinkedDirectory_isNotShortened() throws Exception {
        here.directory("elsewhere/inner");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("elsewhere/inner"));
        here.directory("elsewhere/code2");

        Path code = here.load(LEAST.replace("\"code\"", "\"link/../code2\""))
                .functions()
                .get(0)
                .codeDirectory();

        assertTrue(Files.isSameFile(directory.resolve("elsewhere/code2"), code));
    }

    @Test
    void unknownKeys_giveOneWarningThatListsThemAll() throws Exception {
        assertEquals(
                List.of("-c: unknown keys are ignored: colour, server.adress, function.codeDir"),
                here.load("""
                        {"name":"n","colour":1,"server":{"address":":80","adress":""},
                        "function":{"name":"f","handler":"h","codedir":"code","codeDir":[]}}""").warnings());
    }
}
