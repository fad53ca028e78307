package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts as managers make them (contract, sections 2 to 4), and what the first calls meet. */
class StartIT {

    private static final FunctionJar ECHO = FunctionJar.of("it.start", "echo", "return event;");

    @TempDir
    Path directory;

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
    void callThatIsMadeBeforeTheProcessStarts_waitsForItsFunction_evenIfThatComesLater() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");

        try (Callers callers = Callers.of(workspace.port())) {
            Future<byte[]> call = callers.begin("echo", "early", Await.LONG);
            try (RuntimeProcess runtime = workspace.start()) {
                // Answered after the first call has arrived: one connection keeps the order.
                assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());
                assertFalse(call.isDone());

                ECHO.deploy(workspace.code("code"), "echo.jar");

                assertEquals("early", Callers.payload(call));
                assertTrue(runtime.isAlive());
            }
        }
    }

    @Test
    void callThatWaitsInVain_isUnavailableBeforeItsTimeIsOver_withTheReasons() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo", "other");
        Path code = workspace.code("code");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Status absent = unavailable(callers);
            assertTrue(absent.getDescription().contains("no bundle in"), absent::getDescription);
            assertTrue(absent.getDescription().contains("echo"), absent::getDescription);

            FunctionJar.bundle("it.unresolvable")
                    .function("echo", "return event;")
                    .header("Import-Package", "com.example.absent;version=\"[2,3)\",*")
                    .build()
                    .deploy(code, "unresolvable.jar");
            workspace.log().await("unresolvable.jar");
            Status unresolvable = unavailable(callers);
            assertTrue(unresolvable.getDescription().contains("unresolvable.jar"), unresolvable::getDescription);
            assertTrue(unresolvable.getDescription().contains("com.example.absent"), unresolvable::getDescription);
            assertEquals(1, unresolvable.getDescription().lines().count());

            // What was refused is taken when it is mended.
            ECHO.deploy(code, "unresolvable.jar");
            assertEquals("mended", callers.call("echo", "mended"));
            assertEquals(0, runtime.terminate());
        }
    }

    private static Status unavailable(Callers callers) {
        Status status = Callers.failure(() -> callers.call(Generation.G3, "echo", "", Duration.ofSeconds(6)));
        assertEquals(Code.UNAVAILABLE, status.getCode(), status::toString);
        return status;
    }

    @Test
    void functionThatHangsInActivate_delaysNeitherThePortNorTheOthers() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "hangs", "echo");
        Gate gate = Gate.in(directory);
        FunctionJar.bundle("it.hangs")
                .component("hangs", """
                        @Activate
                        void activate() throws Exception {
                            Path gate = Path.of("%s");
                            Files.createFile(gate.resolve("entered"));
                            while (!Files.exists(gate.resolve("open"))) {
                                Thread.sleep(5);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of("activated");
                        }
                        """.formatted(gate.directory()))
                .build()
                .deploy(workspace.code("code"), "a-hangs.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            gate.awaitEntered();
            ECHO.deploy(workspace.code("code"), "echo.jar");
            assertEquals("beside", callers.call("echo", "beside"));

            Future<byte[]> call = callers.begin("hangs", "", Await.LONG);
            gate.open();
            assertEquals("activated", Callers.payload(call));
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void manyCallsThatWait_areAllAnswered_whenTheFunctionComes() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            List<Future<byte[]>> calls = IntStream.range(0, 200)
                    .mapToObj(i -> callers.begin("echo", "call " + i, Await.LONG))
                    .toList();
            assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());

            ECHO.deploy(workspace.code("code"), "echo.jar");

            for (int i = 0; i < calls.size(); i++) {
                assertEquals("call " + i, Callers.payload(calls.get(i)));
            }
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void moreCallsThanAllowedAtOnce_areRefused_untilOneEnds() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server("concurrent: {max: 1}"), "gate", "echo");
        FunctionJar.bundle("it.few")
                .function("gate", Gate.HANDLER)
                .function("echo", "return event;")
                .build()
                .deploy(workspace.code("code"), "few.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> first = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            Status refused = callers.failure("echo", "");

            assertEquals(Code.RESOURCE_EXHAUSTED, refused.getCode(), refused::toString);
            assertTrue(refused.getDescription().contains("server.concurrent.max"), refused::getDescription);
            gate.open();
            assertEquals("passed", Callers.payload(first));
            assertEquals("now", callers.call("echo", "now"));
            assertTrue(runtime.isAlive());
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
