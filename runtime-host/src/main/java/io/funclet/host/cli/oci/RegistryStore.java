package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.RegistryHttp.Request;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A repository of a registry, by the distribution specification of OCI, version 1.1. */
final class RegistryStore implements ArtifactStore {

    private static final Map<String, String> MANIFESTS = Map.of("Accept", Manifest.ACCEPTED);

    private final ArtifactReference reference;
    private final RegistryConnection registry;

    RegistryStore(ArtifactReference reference, RegistryConnection registry) {
        this.reference = reference;
        this.registry = registry;
    }

    private URI manifestAddress() throws RegistryException {
        return registry.at("manifests/"
                + reference
                        .digest()
                        .map(Digest::toString)
                        .orElseGet(() -> reference.tag().orElseThrow()));
    }

    @Override
    public Optional<Digest> digest() throws IOException {
        HttpResponse<byte[]> response =
                Retry.of(() -> registry.send(Request.of("HEAD", manifestAddress(), MANIFESTS), reference.toString()));
        requireFound(response, reference + " is not there");
        return contentDigest(response);
    }

    @Override
    public byte[] manifest() throws IOException {
        HttpResponse<byte[]> response =
                Retry.of(() -> registry.send(Request.of("GET", manifestAddress(), MANIFESTS), reference.toString()));
        requireFound(response, reference + " is not there");
        Optional<Digest> expected = reference.digest().or(() -> contentDigest(response));
        if (expected.isPresent()
                && !Digest.of(response.body(), expected.get().algorithm()).equals(expected.get())) {
            throw new RegistryException(reference.place() + " has sent another manifest than " + expected.get());
        }
        return response.body();
    }

    private static Optional<Digest> contentDigest(HttpResponse<?> response) {
        try {
            return response.headers().firstValue("Docker-Content-Digest").map(Digest::parse);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public void fetch(Descriptor content, Path file) throws IOException {
        new BlobDownload(registry, content, file).run();
    }

    @Override
    public void add(Descriptor content, Path file) throws IOException {
        add(content, BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> counted(file)), content.size()));
    }

    @Override
    public void add(Descriptor content, byte[] bytes) throws IOException {
        add(content, BodyPublishers.ofByteArray(bytes));
    }

    private void add(Descriptor content, BodyPublisher body) throws IOException {
        Retry.of(() -> {
            Request ask = Request.of("HEAD", registry.at("blobs/" + content.digest()), Map.of());
            if (registry.send(ask, reference.toString()).statusCode() == 200) {
                return null;
            }
            Request begin = Request.of("POST", registry.at("blobs/uploads/"), Map.of());
            HttpResponse<byte[]> begun = registry.send(begin, reference + " cannot be pushed");
            requireCreated(begun);
            URI to = registry.at(begun.headers().firstValue("Location").orElse(""));
            URI end = URI.create(to + (to.getRawQuery() == null ? "?" : "&") + "digest=" + content.digest());
            Request put = new Request("PUT", end, Map.of("Content-Type", "application/octet-stream"), body);
            requireCreated(registry.send(put, reference + " cannot be pushed"));
            return null;
        });
    }

    @Override
    public void publish(byte[] manifest) throws IOException {
        Retry.of(() -> {
            Request put = new Request(
                    "PUT",
                    manifestAddress(),
                    Map.of("Content-Type", Manifest.MEDIA_TYPE),
                    BodyPublishers.ofByteArray(manifest));
            HttpResponse<byte[]> response = registry.send(put, reference + " cannot be pushed");
            requireCreated(response);
            Optional<Digest> stored = contentDigest(response);
            if (stored.isPresent()
                    && !stored.get().equals(Digest.of(manifest, stored.get().algorithm()))) {
                throw new RegistryException(reference.place() + " has stored another manifest: " + stored.get());
            }
            return null;
        });
    }

    private void requireCreated(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw RegistryErrors.of(response.statusCode(), response.body(), reference + " cannot be pushed");
        }
    }

    private static void requireFound(HttpResponse<byte[]> response, String what) throws IOException {
        if (response.statusCode() != 200) {
            throw RegistryErrors.of(response.statusCode(), response.body(), what);
        }
    }

    private InputStream counted(Path file) {
        try {
            return new FilterInputStream(Files.newInputStream(file)) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    registry.progress(Math.max(0, read));
                    return read;
                }
            };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        // The client ends with its last use.
    }
}
