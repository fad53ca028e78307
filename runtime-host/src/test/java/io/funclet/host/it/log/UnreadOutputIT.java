package io.funclet.host.it.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.StatusRuntimeException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A manager that has made a pipe of standard output and standard error, and reads it late or never. */
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class UnreadOutputIT {

    /** More lines than a pipe holds, all different: equal ones would be counted. */
    private static final String TALKS = """
            int lines = Integer.parseInt(event.text());
            for (int i = 0; i < lines; i++) {
                System.out.println("line " + i + " of a function that has much to say about nothing at all");
            }
            return event;
            """;

    @TempDir
    Path directory;

    private Workspace workspace;
    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        workspace = Workspace.in(directory);
        pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), "mkfifo");
        FunctionJar.bundle("it.talks")
                .function("talks", TALKS)
                .function("echo", "return event;")
                .build()
                .deploy(workspace.code("open"), "talks.jar");
    }

    private RuntimeStart intoPipe() throws IOException {
        Path launcher = directory.resolve("launcher");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec " + RuntimeProcess.distribution().resolve("bin/funclet") + " \"$@\" >'" + pipe
                        + "' 2>&1\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return RuntimeProcess.in(directory).launcher(launcher);
    }

    private RuntimeProcess serve() throws Exception {
        return intoPipe()
                .start("serve", workspace.code("open").toString(), "--address", "127.0.0.1:" + workspace.port())
                .awaitPort(workspace.port());
    }

    @Test
    void logThatNobodyReads_losesLines_butHoldsUpNeitherCallsNorTheStop() throws Exception {
        try (RandomAccessFile unread = new RandomAccessFile(pipe.toFile(), "rw");
                RuntimeProcess runtime = serve();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("3000", callers.call("talks", "3000"));
            makeAnEventLoopLog();
            try (Callers others = Callers.of(workspace.port())) {
                assertEquals("x", others.call("echo", "x"));
            }
            FunctionJar.of("it.late", "late", "return event;").deploy(workspace.code("open"), "late.jar");
            Await.until(
                    "a function that comes later", Await.LONG, () -> isAnswered(callers, "late"), runtime::toString);
            assertEquals(0, runtime.terminate());
        }
    }

    private static boolean isAnswered(Callers callers, String function) {
        try {
            return callers.call(function, "x").equals("x");
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    private void makeAnEventLoopLog() throws IOException {
        for (int i = 0; i < 8; i++) {
            try (Socket socket = new Socket("127.0.0.1", workspace.port())) {
                socket.setSoTimeout((int) Await.LONG.toMillis());
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                socket.getInputStream().readAllBytes();
            }
        }
    }

    @Test
    void logThatIsReadLate_hasWhatWasThereFirst_andSaysHowMuchIsLost() throws Exception {
        try (RandomAccessFile late = new RandomAccessFile(pipe.toFile(), "rw");
                RuntimeProcess runtime = serve();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("3000", callers.call("talks", "3000"));
            StringBuilder read = new StringBuilder();
            readUntil(late, read, "line 10 ");
            Await.until(
                    "lines again",
                    Await.LONG,
                    () -> {
                        callers.call("talks", "1");
                        readSome(late, read);
                        return read.toString().contains("standard error was not read for a while; lines lost: ");
                    },
                    read::toString);
            assertTrue(read.toString().contains("serving talks"), read::toString);
            assertEquals(0, runtime.terminate());
            readUntil(late, read, "service closed");
        }
    }

    @Test
    void readerThatIsBusyAtFirst_getsAll() throws Exception {
        try (RandomAccessFile slow = new RandomAccessFile(pipe.toFile(), "rw");
                RuntimeProcess runtime = serve();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("100", callers.call("talks", "100"));
            StringBuilder read = new StringBuilder();
            Future<byte[]> call = callers.begin("talks", "5000", Await.LONG);
            readUntil(slow, read, "line 4999 ");
            assertEquals("5000", Callers.payload(call));
            assertEquals(0, runtime.terminate());
            readUntil(slow, read, "service closed");
            for (int i = 0; i < 5000; i++) {
                assertTrue(read.indexOf("line " + i + " of") >= 0, "line " + i);
            }
            assertEquals(-1, read.indexOf("lines lost"));
        }
    }

    private static void readUntil(RandomAccessFile from, StringBuilder read, String text) throws Exception {
        Await.until(
                "\"" + text + "\" in the pipe",
                Await.LONG,
                () -> {
                    readSome(from, read);
                    return read.indexOf(text) >= 0;
                },
                read::toString);
    }

    private static void readSome(RandomAccessFile from, StringBuilder read) throws IOException {
        byte[] some = new byte[new FileInputStream(from.getFD()).available()];
        from.readFully(some);
        read.append(new String(some, UTF_8));
    }
}
