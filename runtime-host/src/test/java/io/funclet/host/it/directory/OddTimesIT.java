package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars from machines whose clocks are wrong, as those of gateways are until they have reached a time server. */
class OddTimesIT {

    @Test
    void jarOfAnyTime_isTaken_asANewOneAndAsAnUpdate(@TempDir Path directory) throws Exception {
        Path code = Files.createDirectories(directory.resolve("code"));
        int port = RuntimeProcess.freePort();
        deploy(code, 0, "1970-01-01T00:00:00Z");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .start("serve", "code", "--address", "127.0.0.1:" + port)
                        .awaitPort(port);
                Callers callers = Callers.of(port)) {
            await(callers, 0);
            deploy(code, 1, "2098-01-19T03:14:07Z");
            await(callers, 1);
            deploy(code, 2, "1970-01-01T00:00:01Z");
            await(callers, 2);
            deploy(code, 3, "1969-12-31T23:00:00Z");
            await(callers, 3);
            deploy(code, 4, "2098-01-19T03:14:07Z");
            await(callers, 4);
            deploy(code, "another.jar", 5, "1970-01-01T00:00:00Z");
            await(callers, 5);
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    private static void deploy(Path code, int number, String time) throws Exception {
        deploy(code, "fn.jar", number, time);
    }

    private static void deploy(Path code, String file, int number, String time) throws Exception {
        Path other = Files.createDirectories(code.resolveSibling("other"));
        Path jar = FunctionJar.bundle("it.times")
                .version("1.0." + number)
                .function("fn", "return Payload.of(\"" + number + "\");")
                .build()
                .deploy(other, file);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse(time)));
        // Without this option, Java deletes the old file first.
        Files.move(jar, code.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(Callers callers, int number) throws Exception {
        Await.until(
                "version " + number,
                Await.LONG,
                () -> callers.call("fn", "").equals(Integer.toString(number)),
                () -> callers.call("fn", ""));
    }
}
