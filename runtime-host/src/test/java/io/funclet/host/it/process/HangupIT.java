package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StoppedRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code SIGHUP}: a terminal that goes ends what runs there; a daemon is told to look at its files. */
class HangupIT extends StoppedRuntime {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1"})
    void daemonThatIsToldToReload_looksAtItsFilesAgain_andServesOn(String signal) throws Exception {
        FunctionJar.bundle("it.late").component("absent", """
                        @Activate
                        void activate() {
                            if (!Files.exists(Path.of("sensor"))) {
                                throw new IllegalStateException("no sensor");
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }
                        """).build().deploy(workspace.code("code"), "late.jar");
        try (RuntimeProcess runtime =
                        RuntimeProcess.in(directory).through("setsid").start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            workspace.log().await("no sensor");
            Files.createFile(directory.resolve("sensor"));
            Path file = directory.resolve("etc/baetyl/service.yml");
            Files.writeString(file, Files.readString(file).replace("level: debug", "level: info"));

            runtime.signal(signal);

            workspace.log().await("SIG" + signal + " received, configuration and code directories are looked at anew");
            assertEquals("there", callers.call("absent", "there"));
            workspace.log().await("service.yml is reloaded: changed logger.level (at once)");
            runtime.signal("TERM");
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void processThatIsToIgnoreIt_ignoresIt() throws Exception {
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).through("setsid nohup").start().awaitPort(workspace.port())) {
            runtime.signal("HUP");
            runtime.signal("USR1");

            workspace.log().await("SIGUSR1 received");
            assertEquals(0, workspace.log().count("SIGHUP"));
            runtime.signal("TERM");
            assertOrderlyEnd(runtime);
        }
    }

    /** As libraries do that want to be told of signals: the table of the JVM's signals, where ours are heard, grows. */
    @Test
    void functionThatHandlesSignals_keepsNoneFromBeingHeard() throws Exception {
        FunctionJar.of("it.signals", "absent", """
                        ClassLoader java = ClassLoader.getSystemClassLoader();
                        Class<?> signal = Class.forName("sun.misc.Signal", true, java);
                        Class<?> handler = Class.forName("sun.misc.SignalHandler", true, java);
                        for (String name : List.of("ALRM", "CONT", "IO", "PWR", "TTIN", "TTOU", "URG", "WINCH")) {
                            signal.getMethod("handle", signal, handler).invoke(null,
                                    signal.getConstructor(String.class).newInstance(name),
                                    handler.getField("SIG_IGN").get(null));
                        }
                        return event;
                        """).deploy(workspace.code("code"), "signals.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("x", callers.call("absent", "x"));
            runtime.signal("TERM");
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void terminalThatGoes_isAnOrderlyEnd() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "nothing pretends to be a terminal");
        String command = "echo $$ >pid; exec " + RuntimeProcess.distribution() + "/bin/funclet";
        try (RuntimeProcess terminal = RuntimeProcess.in(directory)
                .through(SCRIPT + " -qec '" + command + "'")
                .launcher(Path.of("/dev/null"))
                .start()
                .awaitPort(workspace.port())) {
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            ProcessHandle runtime = ProcessHandle.of(pid).orElseThrow();

            terminal.signal("KILL");

            workspace.log().await("SIGHUP received, service stops");
            workspace.log().await("service closed");
            Await.until("the end of the process", GRACE, () -> !runtime.isAlive(), runtime::info);
            assertTrue(terminal.litter().isEmpty(), () -> "left behind");
        }
    }
}
