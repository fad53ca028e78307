package io.funclet.host.grpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.TlsConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/**
 * The TLS of all servers of a process. When the files change, new connections use what they hold then; open connections go
 * on. Any thread.
 */
public final class ServerTls implements Runnable {

    private static final Logger LOG = Logger.getLogger(ServerTls.class.getName());

    /** Follows links, so a swapped one shows. */
    private static final String ATTRIBUTES = "unix:ino,ctime,size";

    /**
     * What the files held at one moment.
     *
     * @param stamps tell the files from earlier and later ones
     * @param web {@code null} while no server of HTTP/1.1 has asked for it
     */
    public record Snapshot(TlsConfig config, List<Object> stamps, SslContext grpc, SslContext web) {}

    private volatile Snapshot current;

    /** Whether there is a server of HTTP/1.1. */
    @GuardedBy("this")
    private boolean withWeb;

    /** What the last look found that could not be used; empty if there was nothing. */
    @GuardedBy("this")
    private List<Object> unusable = List.of();

    /** What the log has called unusable. */
    @GuardedBy("this")
    private List<Object> told = List.of();

    /** @throws IOException if a file cannot be used; the message says which and why, in one line */
    public ServerTls(TlsConfig config) throws IOException {
        current = read(config);
    }

    /** For gRPC: its connections use the files as they are when they begin. */
    public SslContext grpc() {
        return new CurrentSslContext(() -> current.grpc());
    }

    /** The same for HTTP/1.1. */
    public synchronized SslContext web() throws IOException {
        withWeb = true;
        use(read(current.config()));
        return new CurrentSslContext(() -> current.web());
    }

    /**
     * Reads and checks files. Changes nothing.
     *
     * @throws IOException if a file cannot be used, or key and certificate do not belong together
     */
    public synchronized Snapshot read(TlsConfig config) throws IOException {
        List<Object> stamps = stamps(config);
        return new Snapshot(config, stamps, TlsContext.context(config), withWeb ? TlsContext.webContext(config) : null);
    }

    /** New connections use this from now on. */
    public synchronized void use(Snapshot snapshot) {
        current = snapshot;
        unusable = List.of();
        told = List.of();
    }

    /** Looks at the files, and uses them if they have changed. Files that cannot be used change nothing. */
    @Override
    public synchronized void run() {
        TlsConfig config = current.config();
        List<Object> now = stamps(config);
        if (now.equals(current.stamps()) || now.equals(told)) {
            return;
        }
        try {
            Snapshot read = read(config);
            // Otherwise they are being replaced, and the next look finds them whole.
            if (stamps(config).equals(now)) {
                use(read);
                LOG.info("certificate " + config.certificate() + " was replaced: new connections use it");
            }
        } catch (IOException failure) {
            // Key and certificate are replaced one after the other.
            if (now.equals(unusable)) {
                told = now;
                LOG.warning(failure.getMessage() + "; new connections use the files of before");
            }
            unusable = now;
        }
    }

    private static List<Object> stamps(TlsConfig config) {
        List<Object> stamps = new ArrayList<>();
        stamps.add(stamp(config.key()));
        stamps.add(stamp(config.certificate()));
        config.clientAuthority().ifPresent(authority -> stamps.add(stamp(authority)));
        return stamps;
    }

    private static Object stamp(Path file) {
        try {
            return Files.readAttributes(file, ATTRIBUTES);
        } catch (IOException gone) {
            return file + " is not there";
        }
    }
}
