package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private Path socket(String asked) throws IOException {
        return ControlOptions.socket(asked, Map.of(), temporary);
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
    void ofSeveral_oneIsChosenByItsProcess_andNoneWithout() throws Exception {
        try (ServerSocketChannel one = listen("funclet-10-1");
                ServerSocketChannel other = listen("funclet-11-2")) {
            assertTrue(one.isOpen() && other.isOpen());
            assertEquals(temporary.resolve("funclet-11-2/control"), socket("11"));
            String message = assertThrows(IOException.class, () -> socket(null)).getMessage();
            assertTrue(message.contains("10 (") && message.contains("11 ("), message);
            assertThrows(IOException.class, () -> socket("12"));
        }
    }

    @Test
    void path_isTakenAsItIs_fromTheArgumentBeforeTheEnvironment() throws Exception {
        Path file = Files.createFile(temporary.resolve("s"));
        Path other = Files.createFile(temporary.resolve("t"));
        Map<String, String> environment = Map.of("FUNCLET_CONTROL", other.toString());

        assertEquals(file, ControlOptions.socket(file.toString(), environment, temporary));
        assertEquals(other, ControlOptions.socket(null, environment, temporary));
        assertThrows(IOException.class, () -> socket(temporary.resolve("u").toString()));
    }

    @Test
    void noRuntime_isSaid_withThePlaceWhereItWasLookedFor() {
        String message = assertThrows(IOException.class, () -> socket(null)).getMessage();
        assertTrue(message.contains(temporary.toString()), message);
    }
}
