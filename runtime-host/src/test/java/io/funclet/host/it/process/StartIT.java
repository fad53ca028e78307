package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.LogFile;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StartDirectory;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts as managers make them (contract, sections 2 to 4). */
class StartIT extends StartDirectory {

    @Test
    void openedgesMaster_startsOneFunction_byJson() throws Exception {
        Workspace workspace = Workspace.in(directory);
        Path code = Files.createDirectories(directory.resolve("var/db/openedge/module/func-nyeosbbch"));
        FunctionJar.of(
                        "it.master",
                        "sayhi.handler",
                        "return Payload.of(context.functionName() + ' ' + event.text() + ' ' + context.env());")
                .deploy(code, "sayhi.jar");

        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .instanceName("localfunc-sayhi-1")
                        .environment("USER_ID", "acuiot")
                        .start("-c", mastersJson(workspace.port()))
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            // The master fills in the configured name; what another caller writes there does not matter.
            assertEquals("sayhi a {USER_ID=acuiot}", callers.call(Generation.G1, "sayhi", "a"));
            assertEquals("sayhi b {USER_ID=acuiot}", callers.call(Generation.G1, "another", "b"));
            assertEquals("sayhi c {USER_ID=acuiot}", callers.call(Generation.G1, "", "c"));
            assertEquals(
                    Code.NOT_FOUND,
                    callers.failure(Generation.G2, "another", "").getCode());

            callers.disconnect();
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.out());
            assertEquals(List.of(), runtime.err());
            assertEquals(List.of(), List.copyOf(runtime.litter()));
            List<String> log = new LogFile(directory.resolve("var/log/openedge/func-nyeosbbch/sayhi.log")).lines();
            assertTrue(log.get(0).endsWith("service starting"), log::toString);
            assertTrue(log.get(log.size() - 1).endsWith("service closed"), log::toString);
            assertTrue(log.stream().allMatch(line -> line.contains("[localfunc-sayhi-1]")), log::toString);
            assertTrue(log.stream().noneMatch(line -> line.contains("WARN")), log::toString);
        }
    }

    /** baetyl's own test of a runtime looks for both lines. */
    @ParameterizedTest
    @ValueSource(strings = {"warn", "error"})
    void logWithoutInformation_hasItsFirstAndItsLastLine(String level) throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.code("code");
        workspace.file(
                "etc/baetyl/service.yml",
                workspace.server() + "logger: {path: var/log/service.log, level: " + level
                        + "}\nfunctions: [{name: echo, handler: echo, codedir: var/db/code}]\n");
        try (RuntimeProcess runtime = workspace.start()) {
            assertEquals(0, runtime.terminate());
        }

        List<String> log = workspace.log().lines();
        assertEquals(2, log.size(), log::toString);
        assertTrue(log.get(0).endsWith("service starting"), log::toString);
        assertTrue(log.get(1).endsWith("service closed"), log::toString);
    }

    @Test
    void baetylsMaster_startsAService_byFileAndEnvironment_throughLinks() throws Exception {
        Workspace workspace = Workspace.in(directory);
        Path first = Files.createDirectories(directory.resolve("volumes/first"));
        Path second = Files.createDirectories(directory.resolve("volumes/second"));
        FunctionJar.of("it.first", "handler", "return Payload.of(\"first \" + context.functionName());")
                .deploy(first, "code.jar");
        FunctionJar.of("it.second", "handler", "return Payload.of(\"second \" + context.functionName());")
                .deploy(second, "code.jar");
        // The native mode mounts by linking: the code, and the program itself.
        Path service = Files.createDirectories(directory.resolve("service"));
        Files.createDirectories(service.resolve("var/db"));
        Files.createSymbolicLink(service.resolve("var/db/first"), first);
        Files.createSymbolicLink(service.resolve("var/db/second"), second);
        Files.createDirectories(service.resolve("lib/baetyl"));
        Path image = Files.createSymbolicLink(service.resolve("lib/baetyl/funclet"), RuntimeProcess.distribution());
        new Workspace(service, workspace.port()).file("etc/baetyl/service.yml", """
                        name: of-the-file
                        server: {address: "127.0.0.1:1", timeout: 5m, message: {length: {max: 4m}}}
                        logger: {path: var/log/baetyl/service.log}
                        functions:
                          - {name: one, handler: handler, codedir: var/db/first}
                          - {name: two, handler: handler, codedir: var/db/second}
                        """);

        try (RuntimeProcess runtime = RuntimeProcess.in(service)
                        .launcher(image.resolve("bin/funclet"))
                        .instanceName("functions.sayhi-1")
                        .environment("BAETYL_SERVICE_INSTANCE_NAME", "functions.sayhi-1")
                        .environment("BAETYL_SERVICE_INSTANCE_ADDRESS", "127.0.0.1:" + workspace.port())
                        .environment("OPENEDGE_SERVICE_INSTANCE_ADDRESS", "127.0.0.1:2")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            // The same handler's name in two directories is two functions.
            assertEquals("first one", callers.call(Generation.G3, "one", ""));
            assertEquals("second two", callers.call(Generation.G2, "two", ""));

            callers.disconnect();
            assertEquals(0, runtime.terminate());
            List<String> log = new LogFile(service.resolve("var/log/baetyl/service.log")).lines();
            assertTrue(log.get(0).endsWith("service starting"), log::toString);
            assertTrue(log.get(log.size() - 1).endsWith("service closed"), log::toString);
            assertTrue(log.stream().allMatch(line -> line.contains("[functions.sayhi-1]")), log::toString);
        } finally {
            // It leads out of the directory that is deleted now.
            Files.delete(image);
        }
    }

    @Test
    void runsOnTheJavaThatItIsTold() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "version");
        FunctionJar.of("it.version", "version", "return Payload.of(System.getProperty(\"java.home\"));")
                .deploy(workspace.code("code"), "version.jar");
        // The one of the build: the oldest that is supported, where the build runs on it.
        Path home = Path.of(System.getProperty("java.home"));

        try (RuntimeProcess runtime =
                        RuntimeProcess.in(directory).javaHome(home).start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals(home.toRealPath(), Path.of(callers.call("version", "")).toRealPath());
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
        }
    }

    @Test
    void unknownKeys_areOneWarning_andTheServiceRuns() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server("surprise: 1"), "echo");
        ECHO.deploy(workspace.code("code"), "echo.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("runs", callers.call("echo", "runs"));
            String warning = workspace.log().await("WARN");
            assertTrue(warning.contains("server.surprise"), warning);
            assertEquals(1, workspace.log().count("WARN"));
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void misspelledVariables_areAWarningEach_andTheServiceRuns() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
        ECHO.deploy(workspace.code("code"), "echo.jar");

        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("FUNCLET_POL_INTERVAL", "1s")
                        .environment("FUNCLET_PROFIL", "small")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("runs", callers.call("echo", "runs"));
            workspace.log().awaitAll("WARN", "FUNCLET_POL_INTERVAL is not known; did you mean FUNCLET_POLL_INTERVAL?");
            workspace.log().awaitAll("WARN", "FUNCLET_PROFIL is not known; did you mean FUNCLET_PROFILE?");
            assertEquals(2, workspace.log().count("WARN"));
            assertTrue(runtime.isAlive());
        }
    }

    /** As the contract shows it (section 3, G1), but for the port. */
    private static String mastersJson(int port) {
        return """
                {"name":"localfunc-sayhi-1","alias":"","logger":{"path":"var/log/openedge/func-nyeosbbch/sayhi.log",\
                "level":"debug","format":"text","console":false,"age":{"max":15},"size":{"max":50},\
                "backup":{"max":15}},"entry":"","restart":{"retry":{"max":0},"policy":"","backoff":{"min":0,"max":0,\
                "factor":0}},"expose":null,"params":null,"env":null,"resources":{"cpu":{"cpus":0,"setcpus":""},\
                "pids":{"limit":0},"memory":{"limit":0,"swap":0}},"server":{"address":"127.0.0.1:%d",\
                "timeout":30000000000,"message":{"length":{"max":4194304}}},"function":{"id":"func-nyeosbbch",\
                "name":"sayhi","handler":"sayhi.handler","codedir":"var/db/openedge/module/func-nyeosbbch",\
                "instance":{"min":0,"max":1,"idletime":600000000000,"timeout":30000000000,"Resources":{"cpu":\
                {"cpus":0,"setcpus":""},"pids":{"limit":0},"memory":{"limit":0,"swap":0}},"message":{"length":\
                {"max":4194304}}},"entry":"bin/funclet","env":{"USER_ID":"acuiot"}}}
                """.formatted(port);
    }
}
