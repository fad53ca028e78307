package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of a gateway is wrong until it has reached a time server, and then jumps. By libfaketime, which gives a process
 * the time that a file says; skipped where there is none.
 */
class ClockJumpIT {

    private static final int YEARS = 10;

    /** Of a call during which the clock jumps. */
    private static final Duration TIME = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private static Path libfaketime() throws IOException {
        for (String pattern : new String[] {"*-linux-gnu", "."}) {
            try (DirectoryStream<Path> places = Files.newDirectoryStream(Path.of("/usr/lib"), pattern)) {
                for (Path place : places) {
                    Path library = place.resolve("faketime/libfaketimeMT.so.1");
                    if (Files.exists(library)) {
                        return library;
                    }
                }
            }
        }
        assumeTrue(false, "this machine has no libfaketime");
        return null;
    }

    private static FunctionJar version(String version) {
        return FunctionJar.bundle("it.clock")
                .version(version)
                .function("version", "return Payload.of(\"" + version + "\");")
                .function("year", "return Payload.of(Integer.toString(java.time.LocalDate.now().getYear()));")
                .function("gate", Gate.HANDLER.replace("\"passed\"", "Long.toString(context.remaining().toMillis())"))
                .build();
    }

    @Test
    void clockThatJumps_endsNoCallEarly_orLate_andUpdatesGoOn() throws Exception {
        Path clock = Files.writeString(directory.resolve("clock"), "+0d");
        Workspace workspace = Workspace.in(directory);
        workspace.file("etc/baetyl/service.yml", """
                name: test
                %slogger: {path: var/log/service.log, level: debug}
                functions:
                  - {name: version, handler: version, codedir: var/db/code}
                  - {name: year, handler: year, codedir: var/db/code}
                  - {name: gate, handler: gate, codedir: var/db/code}
                  - {name: short, handler: gate, codedir: var/db/code, timeout: 500ms}
                """.formatted(workspace.server("timeout: 1m")));
        version("1.0.0").deploy(workspace.code("code"), "clock.jar");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("LD_PRELOAD", libfaketime().toString())
                        .environment("FAKETIME_TIMESTAMP_FILE", clock.toString())
                        .environment("FAKETIME_CACHE_DURATION", "1")
                        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("version", ""));
            for (int years : new int[] {YEARS, -YEARS}) {
                Gate gate = Gate.in(directory);
                Future<byte[]> call = callers.begin("gate", gate.event(), TIME);
                gate.awaitEntered();

                Files.writeString(clock, (years < 0 ? "-" : "+") + YEARS + "y");
                awaitYear(callers, Year.now(ZoneOffset.UTC).getValue() + years);

                String next = "1.1." + (YEARS + years);
                version(next).deploy(workspace.code("code"), "clock.jar");
                workspace.log().await("updated code/clock.jar (it.clock " + next + ")");
                assertEquals(next, callers.call("version", ""));
                Gate late = Gate.in(directory);
                assertEquals(
                        Code.DEADLINE_EXCEEDED,
                        callers.failure("short", late.event()).getCode());
                assertEquals("cancelled=true remaining=0", late.awaitInterrupted());
                assertFalse(gate.wasInterrupted());
                gate.open();
                long left = Long.parseLong(Callers.payload(call));
                assertTrue(left > 0 && left < TIME.toMillis(), () -> left + " ms are left");
            }
            callers.disconnect();
            assertEquals(0, runtime.terminate());
            // Which it does not do itself where one program makes room for another, as the launcher for Java.
            Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + runtime.pid()));
            Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + runtime.pid()));
        }
    }

    /** About that year: those of libfaketime have 365 days. */
    private static void awaitYear(Callers callers, int year) throws Exception {
        Await.until(
                "the year " + year,
                Await.LONG,
                () -> Math.abs(Integer.parseInt(callers.call("year", "")) - year) <= 1,
                () -> callers.call("year", ""));
    }
}
