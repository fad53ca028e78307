package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that cannot succeed (contract, section 4): one clear line, a status other than 0, nothing left. */
class FailedStartIT {

    @TempDir
    Path directory;

    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
    }

    @Test
    void addressInUse_isSaidInTheLogToo() throws Exception {
        try (ServerSocket other = new ServerSocket(workspace.port(), 1, InetAddress.getLoopbackAddress())) {
            String line = failedStart();

            assertTrue(line.contains("127.0.0.1:" + other.getLocalPort()), line);
            assertTrue(line.toLowerCase(Locale.ROOT).contains("in use"), line);
            assertInLog(line);
            assertEquals(1, workspace.log().count("service closed"));
        }
    }

    @Test
    void codeDirectoryThatIsMissing_isSaidInTheLogToo() throws Exception {
        Files.delete(workspace.code("code"));

        String line = failedStart();

        assertTrue(line.contains("var/db/code"), line);
        assertTrue(line.contains("does not exist"), line);
        assertInLog(line);
    }

    @Test
    void codeDirectoryThatIsAFile_isNamed() throws Exception {
        Files.delete(workspace.code("code"));
        workspace.file("var/db/code", "");

        String line = failedStart();

        assertTrue(line.contains("var/db/code"), line);
        assertTrue(line.contains("is not a directory"), line);
    }

    @Test
    void allThatIsWrong_isSaidAtOnce_andInTheLog() throws Exception {
        workspace.configure("server: {address: nowhere, timeout: 30x, message: {length: {max: -1}}}\n", "echo");

        String line = failedStart();

        for (String part :
                new String[] {"server.address", "nowhere", "server.timeout", "30x", "server.message.length.max"}) {
            assertTrue(line.contains(part), line);
        }
        assertInLog(line);
    }

    @Test
    void misspelledKeyOfAMissingOne_andAMalformedPin_areSaidWithTheRest() throws Exception {
        workspace.file("etc/baetyl/service.yml", """
                server: {adress: "127.0.0.1:1"}
                logger: {path: var/log/service.log}
                functions: [{name: echo, handler: "echo@latest", codedir: var/db/code}]
                """);

        String line = failedStart();

        for (String part : new String[] {
            "server.address: is missing",
            "server.adress (line 1; did you mean server.address?)",
            "functions[0].handler: \"echo@latest\" has no range of versions"
        }) {
            assertTrue(line.contains(part), line);
        }
        assertInLog(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":}", "{\"name\":\"a\",\"server\":[]}", "etc/absent.yml", "", "{}"})
    void argumentThatIsNoConfiguration_isRejected(String argument) throws Exception {
        try (RuntimeProcess runtime = RuntimeProcess.in(directory).start("-c", argument)) {
            assertFailed(runtime);
        }
    }

    @Test
    void noConfigurationAtAll_isRejected_namingWhereItIsLookedFor() throws Exception {
        Files.delete(directory.resolve("etc/baetyl/service.yml"));

        String line = failedStart();

        assertTrue(line.contains("etc/baetyl/service.yml"), line);
    }

    @Test
    void logThatCannotBeWritten_isRejected() throws Exception {
        workspace.file("var/log", "a file where the directory of the log should be");

        String line = failedStart();

        assertTrue(line.contains("var/log/service.log"), line);
    }

    @Test
    void temporaryDirectoryThatIsMissing_isRejected() throws Exception {
        Path absent = directory.resolve("absent");
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).temporary(absent).start()) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(
                    1,
                    runtime.err().stream()
                            .filter(line -> line.startsWith("funclet: "))
                            .count(),
                    runtime::toString);
            assertTrue(runtime.err().get(runtime.err().size() - 1).contains(absent.toString()), runtime::toString);
        }
    }

    @Test
    void portOfAFailedStart_isFreeAgain() throws Exception {
        Files.delete(workspace.code("code"));
        failedStart();

        assertFalse(RuntimeProcess.connects(workspace.port()));
        workspace.code("code");
        try (RuntimeProcess runtime = workspace.start()) {
            assertEquals(0, runtime.terminate());
        }
    }

    /** Returns the one line, without the name of the program. */
    private String failedStart() throws Exception {
        try (RuntimeProcess runtime = RuntimeProcess.in(directory).start()) {
            return assertFailed(runtime);
        }
    }

    private static String assertFailed(RuntimeProcess runtime) throws Exception {
        assertEquals(1, runtime.awaitExit(Await.LONG));
        assertEquals(List.of(), runtime.out());
        assertEquals(1, runtime.err().size(), runtime::toString);
        assertTrue(runtime.err().get(0).startsWith("funclet: "), runtime::toString);
        assertEquals(List.of(), List.copyOf(runtime.litter()));
        return runtime.err().get(0).substring("funclet: ".length());
    }

    private void assertInLog(String line) throws Exception {
        List<String> log = workspace.log().lines();
        assertTrue(log.stream().anyMatch(it -> it.contains("ERROR") && it.endsWith(line)), log::toString);
    }
}
