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
import java.util.List;

/**
 * A control socket that may be there.
 *
 * @param path where
 */
public record ControlSocket(Path path) {

    /** As {@code WorkDirectory} of the runtime names it: with the process's number, and something random. */
    private static final String DIRECTORIES = "funclet-[0-9]*-[0-9]*";

    private static final String BUSY = "it does not take a connection now";

    private static final String USER = "unix:uid";
    private static final Path SELF = Path.of("/proc/self");
    private static final int ROOT = 0;

    /** Those of the runtimes whose directories are in one of these places, whether or not they can be asked. */
    public static List<ControlSocket> among(Collection<Path> places) {
        List<ControlSocket> sockets = new ArrayList<>();
        for (Path place : places) {
            addAllIn(place, sockets);
        }
        sockets.sort((one, other) -> one.path.compareTo(other.path));
        return sockets;
    }

    private static void addAllIn(Path place, List<ControlSocket> sockets) {
        if (!Files.isDirectory(place)) {
            // To open a pipe would wait for somebody who writes to it.
            return;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(place, DIRECTORIES)) {
            for (Path directory : directories) {
                // The pattern's stars stand for more than digits.
                if (directory.getFileName().toString().matches("funclet-\\d+-\\d+")) {
                    sockets.add(new ControlSocket(directory.resolve(ControlConfig.FILE_NAME)));
                }
            }
        } catch (IOException | DirectoryIteratorException closedToThisUser) {
            // Those in it are not for this user to ask.
        }
    }

    /** The number of the process whose directory it is in. */
    public String process() {
        return directory().getFileName().toString().split("-")[1];
    }

    private Path directory() {
        return path.toAbsolutePath().getParent();
    }

    /**
     * Whether the directory is that of this user: in a directory that all may write to, anybody may lay out what looks like a
     * runtime's. Root asks whom it likes.
     */
    public boolean isOwn() {
        try {
            Object self = Files.getAttribute(SELF, USER);
            return self.equals(ROOT) || self.equals(Files.getAttribute(directory(), USER, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }

    /** The name of the user whose directory it is in. */
    public String owner() {
        try {
            return Files.getOwner(directory(), LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException e) {
            return "another user";
        }
    }

    /** Whether somebody listens there whom this user may ask: a process that was killed leaves its socket. */
    public boolean isAnswered() {
        try {
            probe();
            return true;
        } catch (IOException notNow) {
            return false;
        }
    }

    /**
     * Returns if somebody listens there whom this user may ask.
     *
     * @throws IOException if not; the message says why, and what to do
     */
    public void require() throws IOException {
        if (Files.notExists(path)) {
            throw new IOException("there is no control socket " + path + "; is the runtime running?");
        }
        if (!Files.exists(path)) {
            throw new IOException("the directory of the control socket " + path
                    + " is closed to this user; only the user of" + " the runtime and root may ask");
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
                    "nobody listens at " + path + " any more: the runtime has ended (" + e.getMessage() + ")", e);
        }
    }

    private void probe() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // One that takes no connections would be waited for, for good.
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw new IOException(BUSY);
            }
        }
    }
}
