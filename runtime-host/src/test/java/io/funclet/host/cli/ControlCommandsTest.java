package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands that ask a running runtime say if they cannot. */
class ControlCommandsTest {

    @TempDir
    Path directory;

    private void assertFails(String command, Path socket, String... words) {
        String[] arguments = (command + " --control").split(" ");
        Captured said = Captured.run(AnsweringServer.append(arguments, socket.toString()));

        assertEquals(1, said.status(), said.err());
        assertEquals("", said.text());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().startsWith("funclet: "), said.err());
        for (String word : words) {
            assertTrue(said.err().contains(word), () -> said.err() + " does not say " + word);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ps", "ps --json", "explain f", "explain f --json", "retry f.jar", "restart f", "log-level debug"
            })
    void noSocket_isSaid(String command) {
        assertFails(
                command, directory.resolve("control"), "there is no control socket " + directory.resolve("control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps", "ps --json", "explain f", "retry f.jar", "restart f", "log-level debug"})
    void socketThatAKilledProcessLeft_isSaid(String command) throws Exception {
        Path socket = directory.resolve("control");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
        }
        assertFails(command, socket, "nothing listens at " + socket, "has ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps", "ps --json", "explain f", "retry f.jar", "restart f", "log-level debug"})
    void whatIsNoSocket_isSaid(String command) throws Exception {
        assertFails(command, Files.createFile(directory.resolve("control")), "is no control socket");
        assertFails(command, directory, "is no control socket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ps", "ps --json", "explain f", "explain f --json", "retry f.jar", "restart f", "log-level debug"
            })
    void runtimeThatCannotBeAskedThis_isSaid_withTheWayOut(String command) throws Exception {
        Path socket = directory.resolve("control");
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Server server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelFactory(NioServerDomainSocketChannel::new)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .build()
                .start();
        try {
            assertFails(command, socket, "the runtime at " + socket + " is of a version that cannot be asked this");
        } finally {
            server.shutdownNow();
            assertTrue(server.awaitTermination(10, TimeUnit.SECONDS));
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps", "ps --json", "explain f", "retry f.jar", "restart f", "log-level debug"})
    void whoeverElseAnswers_isNoRuntime(String command) throws Exception {
        Path socket = directory.resolve("control");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Thread answers = new Thread(() -> answer(channel));
            answers.start();
            assertFails(command, socket, "no runtime responds at " + socket);
            answers.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** The first connection only asks whether a runtime is there. */
    private static void answer(ServerSocketChannel channel) {
        try {
            channel.accept().close();
            try (SocketChannel asked = channel.accept()) {
                byte[] page =
                        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                asked.write(ByteBuffer.wrap(page));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
