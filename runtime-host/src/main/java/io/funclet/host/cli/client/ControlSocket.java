package io.funclet.host.cli.client;

import io.funclet.host.config.ControlConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The path of a control socket, which may not exist. */
public record ControlSocket(Path path) {

    /** As the runtime's {@code WorkDirectory}: with the process's number, and something random. */
    private static final String DIRECTORIES = "funclet-[0-9]*-[0-9]*";

    private static final String BUSY = "it does not accept a connection now";

    private static final String USER = "unix:uid";
    private static final Path SELF = Path.of("/proc/self");
    private static final int ROOT = 0;

    /** The sockets of all runtimes with directories in these places, reachable or not. */
    public static List<ControlSocket> among(Collection<Path> places) {
        List<ControlSocket> sockets = new ArrayList<>();
        for (Path place : places) {
            // Opening a pipe would wait for a writer.
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> directories = Files.newDirectoryStream(place, DIRECTORIES)) {
                    for (Path directory : directories) {
                        // The stars of the pattern match more than digits.
                        if (directory.getFileName().toString().matches("funclet-\\d+-\\d+")) {
                            sockets.add(new ControlSocket(directory.resolve(ControlConfig.FILE_NAME)));
                        }
                    }
                } catch (IOException | DirectoryIteratorException closedToThisUser) {
                    // This user may not ask the runtimes in it.
                }
            }
        }
        sockets.sort(Comparator.comparing(ControlSocket::path));
        return sockets;
    }

    public String process() {
        return directory().getFileName().toString().split("-")[1];
    }

    private Path directory() {
        return path.toAbsolutePath().getParent();
    }

    /**
     * Whether the directory belongs to this user: in a shared directory, others may imitate that of a runtime. Root may
     * ask all.
     */
    public boolean isOwn() {
        try {
            Object self = Files.getAttribute(SELF, USER);
            return self.equals(ROOT) || self.equals(Files.getAttribute(directory(), USER, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }

    public String owner() {
        try {
            return Files.getOwner(directory(), LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException e) {
            return "another user";
        }
    }

    /** Whether a runtime listens there that this user may ask: a killed process leaves its socket. */
    public boolean isAnswered() {
        try {
            probe();
            return true;
        } catch (IOException notNow) {
            return false;
        }
    }

    /**
     * Throws an IOException unless a runtime listens there that this user may ask; the message says why, and what to
     * do.
     */
    public void require() throws IOException {
        if (Files.notExists(path)) {
            throw new IOException("there is no control socket " + path + "; is the runtime running?");
        }
        if (!Files.exists(path)) {
            throw new IOException("the directory of the control socket " + path
                    + " is closed to this user; only the user of the runtime and root may ask");
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new IOException(path + " is no control socket");
        }
        if (!Files.isWritable(path)) {
            throw new IOException("the control socket " + path + " belongs to "
                    + Files.getOwner(path).getName() + "; only that user and root may ask");
        }
        try {
            probe();
        } catch (IOException e) {
            throw new IOException(
                    "nothing listens at " + path + " any more: the runtime has ended (" + e.getMessage() + ")", e);
        }
    }

    private void probe() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A blocking connect would wait forever for a process that accepts no connections.
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw new IOException(BUSY);
            }
        }
    }
}
