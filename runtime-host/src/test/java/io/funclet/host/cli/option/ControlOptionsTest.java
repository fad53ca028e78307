package io.funclet.host.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.client.ControlSocket;
import io.funclet.host.cli.client.ControlSocketLocations;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several runtimes is asked. */
class ControlOptionsTest {

    @TempDir
    Path temporary;

    private ServerSocketChannel listen(String directory) throws IOException {
        Path socket = Files.createDirectory(temporary.resolve(directory)).resolve("control");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static String described(ControlSocket socket) {
        return socket.path().getParent().getFileName().toString();
    }

    private ControlSocketLocations places() {
        return new ControlSocketLocations(List.of(temporary), List.of());
    }

    private Path socket(String asked) throws IOException {
        return ControlOptions.socket(asked, Map.of(), places(), ControlOptionsTest::described);
    }

    @Test
    void onlyRuntimeThatAnswers_isMeant() throws Exception {
        listen("funclet-10-1").close();
        try (ServerSocketChannel running = listen("funclet-11-2")) {
            assertTrue(running.isOpen());
            assertEquals(temporary.resolve("funclet-11-2/control"), socket(null));
        }
    }

    @Test
    void runtimeInADirectoryOfItsService_isFound_andOneThatTakesNoConnectionIsNotWaitedFor() throws Exception {
        Files.createDirectory(temporary.resolve("gate"));
        // As /run/initctl is one: who opens it waits.
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", temporary.resolve("pipe").toString())
                        .start()
                        .waitFor());
        try (ServerSocketChannel running = listen("gate/funclet-11-2");
                ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path full = Files.createDirectory(temporary.resolve("funclet-10-1")).resolve("control");
            busy.bind(UnixDomainSocketAddress.of(full), 1);
            fill(full);
            assertTrue(running.isOpen());
            ControlSocketLocations places = new ControlSocketLocations(List.of(temporary), List.of(temporary));
            assertEquals(
                    temporary.resolve("gate/funclet-11-2/control"),
                    ControlOptions.socket(null, Map.of(), places, ControlOptionsTest::described));
        }
    }

    /** Until its backlog is full. */
    private static void fill(Path socket) throws IOException {
        while (true) {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            client.configureBlocking(false);
            try {
                client.connect(UnixDomainSocketAddress.of(socket));
            } catch (SocketException full) {
                return;
            }
        }
    }

    @Test
    void ofSeveral_oneIsChosenByItsProcess_andNoneWithout() throws Exception {
        try (ServerSocketChannel one = listen("funclet-10-1");
                ServerSocketChannel other = listen("funclet-11-2")) {
            assertTrue(one.isOpen() && other.isOpen());
            assertEquals(temporary.resolve("funclet-11-2/control"), socket("11"));
            String message = assertThrows(IOException.class, () -> socket(null)).getMessage();
            assertTrue(message.endsWith(": 10 (funclet-10-1), 11 (funclet-11-2)"), message);
            assertThrows(IOException.class, () -> socket("12"));
        }
    }

    @Test
    void path_isTakenAsItIs_fromTheArgumentBeforeTheEnvironment() throws Exception {
        try (ServerSocketChannel one = listen("s");
                ServerSocketChannel other = listen("t")) {
            assertTrue(one.isOpen() && other.isOpen());
            Path s = temporary.resolve("s/control");
            Path t = temporary.resolve("t/control");
            Map<String, String> environment = Map.of("FUNCLET_CONTROL", t.toString());

            assertEquals(s, ControlOptions.socket(s.toString(), environment, places(), ControlOptionsTest::described));
            assertEquals(t, ControlOptions.socket(null, environment, places(), ControlOptionsTest::described));
            assertThrows(IOException.class, () -> socket(temporary.resolve("u").toString()));
        }
    }

    @Test
    void directoryOfAnotherName_isNotLookedInto() throws Exception {
        try (ServerSocketChannel other = listen("funclet-1\u001b[2J-1")) {
            assertTrue(other.isOpen());
            String message = assertThrows(IOException.class, () -> socket(null)).getMessage();
            assertTrue(message.contains("no running runtime"), message);
        }
    }

    /** Tests as root can give a directory to another user, but root may ask all: only the words can be tested. */
    @Test
    void ownDirectory_isOwn_andHasItsOwner() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("funclet-12-3"));
        ControlSocket socket = new ControlSocket(directory.resolve("control"));
        assertTrue(socket.isOwn());
        assertEquals(Files.getOwner(directory).getName(), socket.owner());
        assertEquals("12", socket.process());
    }

    @Test
    void noRuntime_isSaid_withThePlaceWhereItWasLookedFor() {
        String message = assertThrows(IOException.class, () -> socket(null)).getMessage();
        assertTrue(message.contains(temporary.toString()), message);
    }

    @Test
    void directoriesOfARuntime_areThreeAndACount() {
        assertEquals("/a and /b and /c", ControlOptions.directories(List.of("/a", "/b", "/c")));
        assertEquals("/a and /b and /c and 2 more", ControlOptions.directories(List.of("/a", "/b", "/c", "/d", "/e")));
    }
}
