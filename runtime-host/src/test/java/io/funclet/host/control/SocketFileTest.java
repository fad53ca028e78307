package io.funclet.host.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("control");
    }

    private ServerSocketChannel reveal(SocketFile file) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(file.bound()));
        file.reveal();
        return socket;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void revealedSocket_isOpenToItsUserAlone_andAnswers_andNothingElseIsLeft() throws Exception {
        try (ServerSocketChannel socket = reveal(SocketFile.prepare(path));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(client.isConnected());
            assertTrue(socket.isOpen());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(List.of(path), files());
        }
    }

    @Test
    void socketThatWasLeft_isReplaced() throws Exception {
        reveal(SocketFile.prepare(path)).close();
        try (ServerSocketChannel socket = reveal(SocketFile.prepare(path));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(socket.isOpen() && client.isConnected());
        }
    }

    @Test
    void socketThatAnswers_isNotTakenAway() throws Exception {
        try (ServerSocketChannel socket = reveal(SocketFile.prepare(path))) {
            IOException rejected = assertThrows(IOException.class, () -> SocketFile.prepare(path));
            assertTrue(rejected.getMessage().contains("another process"), rejected.getMessage());
            assertTrue(socket.isOpen());
        }
    }

    @Test
    void fileThatIsNoSocket_isLeftAlone() throws Exception {
        Files.writeString(path, "precious");

        assertThrows(IOException.class, () -> SocketFile.prepare(path));

        assertEquals("precious", Files.readString(path));
        assertEquals(List.of(path), files());
    }

    @Test
    void pathThatIsTooLong_isSaidToBe_andNothingIsLeft() throws Exception {
        Path deep = Files.createDirectory(directory.resolve("d".repeat(120)));

        IOException rejected = assertThrows(IOException.class, () -> SocketFile.prepare(deep.resolve("s")));

        assertTrue(rejected.getMessage().contains("too long"), rejected.getMessage());
        try (Stream<Path> left = Files.list(deep)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** It could be bound by a shorter way, and then no client would find it. */
    @Test
    void nameThatIsTooLong_isSaidToBe_andNothingIsLeft() throws Exception {
        Path named = directory.resolve("n".repeat(120));

        IOException rejected = assertThrows(IOException.class, () -> SocketFile.prepare(named));

        assertTrue(rejected.getMessage().contains("too long"), rejected.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void directoryThatIsMissing_isNamed() {
        Path absent = directory.resolve("absent");

        IOException rejected = assertThrows(IOException.class, () -> SocketFile.prepare(absent.resolve("s")));

        assertEquals("there is no directory " + absent, rejected.getMessage());
    }

    @Test
    void successor_keepsItsSocket_whenTheFormerOneCloses() throws Exception {
        SocketFile former = SocketFile.prepare(path);
        ServerSocketChannel closed = reveal(former);
        Object identity = former.identity();
        closed.close();
        try (ServerSocketChannel socket = reveal(SocketFile.prepare(path))) {
            former.remove(identity);
            assertTrue(Files.exists(path));
            assertTrue(socket.isOpen());
        }
    }
}
