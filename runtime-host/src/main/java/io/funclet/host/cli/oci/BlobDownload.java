package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.RegistryHttp.Request;
import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Writes content to a file, after what the file has already.
 *
 * @param content what is fetched
 * @param file where to; the directory is there
 */
record BlobDownload(RegistryConnection registry, Descriptor content, Path file) {

    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Tries again as long as there is progress. */
    void run() throws IOException {
        while (true) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            try {
                Retry.of(() -> {
                    fetchRest();
                    return null;
                });
                return;
            } catch (RegistryException permanent) {
                throw permanent;
            } catch (IOException failed) {
                if (!Files.exists(file) || Files.size(file) <= before) {
                    throw failed;
                }
            }
        }
    }

    private void fetchRest() throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long begin = out.size();
            if (begin == content.size()) {
                return;
            }
            Request request = Request.of(
                    "GET",
                    registry.at("blobs/" + content.digest()),
                    begin == 0 ? Map.of() : Map.of("Range", "bytes=" + begin + "-"));
            HttpResponse<?> response = registry.stream(request, status -> {
                start(out, status == PARTIAL_CONTENT ? begin : 0);
                return bytes -> write(out, bytes);
            });
            if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
                out.truncate(0);
                throw new IOException(registry + " does not send the rest of " + content.digest());
            }
            if (response.statusCode() / 100 != 2) {
                throw RegistryErrors.of(response.statusCode(), null, registry + " does not send " + content.digest());
            }
            long sent = out.size();
            if (sent != content.size()) {
                out.truncate(0);
                throw new RegistryException(
                        registry + " has sent " + sent + " of " + content.size() + " bytes of " + content.digest());
            }
        }
    }

    private static void start(FileChannel out, long begin) {
        try {
            out.truncate(begin).position(begin);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(FileChannel out, byte[] bytes) {
        try {
            if (out.position() + bytes.length > content.size()) {
                throw new RegistryException(registry + " sends more than the " + content.size() + " bytes that "
                        + content.digest() + " has");
            }
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                out.write(rest);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
