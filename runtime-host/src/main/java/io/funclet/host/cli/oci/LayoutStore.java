package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.ImageIndex;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The layout of an image: a directory, or, in a subclass of the same reading, a tar file. */
class LayoutStore implements ArtifactStore {

    final ArtifactReference reference;
    private final Path directory;

    LayoutStore(ArtifactReference reference) {
        this.reference = reference;
        directory = Path.of(reference.place());
    }

    /** Opens a file of the layout. */
    InputStream open(String name) throws IOException {
        return Files.newInputStream(directory.resolve(name));
    }

    private byte[] read(String name) throws IOException {
        try (InputStream in = open(name)) {
            byte[] content = in.readNBytes(Manifest.MOST_BYTES + 1);
            if (content.length > Manifest.MOST_BYTES) {
                throw new RegistryException(
                        name + " of " + reference.place() + " has more than " + Manifest.MOST_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException absent) {
            throw new RegistryException(
                    reference.place() + " lacks " + name + ": it is no complete layout of OCI", absent);
        }
    }

    private Descriptor find() throws IOException {
        if (!Files.exists(directory)) {
            throw new RegistryException("there is no " + directory);
        }
        read(ImageIndex.MARK);
        return ImageIndex.parse(read(ImageIndex.FILE), reference.place()).find(reference);
    }

    @Override
    public Optional<Digest> digest() throws IOException {
        return Optional.of(find().digest());
    }

    @Override
    public byte[] manifest() throws IOException {
        Digest digest = find().digest();
        byte[] manifest = read(digest.blob());
        if (!Digest.of(manifest, digest.algorithm()).equals(digest)) {
            throw new RegistryException(reference.place() + " has another manifest than " + digest);
        }
        return manifest;
    }

    @Override
    public void fetch(Descriptor content, Path file) throws IOException {
        try (InputStream in = open(content.digest().blob())) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException absent) {
            throw new RegistryException(reference.place() + " lacks " + content.digest(), absent);
        }
    }

    @Override
    public void add(Descriptor content, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            write(content.digest().blob(), content.size(), in);
        }
    }

    @Override
    public void add(Descriptor content, byte[] bytes) throws IOException {
        write(content.digest().blob(), content.size(), new ByteArrayInputStream(bytes));
    }

    /** By rename, so that the layout is complete at all times. */
    void write(String name, long size, InputStream content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
        Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String name, byte[] content) throws IOException {
        write(name, content.length, new ByteArrayInputStream(content));
    }

    /** What is there before. */
    ImageIndex index() throws IOException {
        return Files.exists(directory.resolve(ImageIndex.FILE))
                ? ImageIndex.parse(read(ImageIndex.FILE), reference.place())
                : ImageIndex.empty();
    }

    @Override
    public void publish(byte[] manifest) throws IOException {
        write(Digest.of(manifest).blob(), manifest);
        write(ImageIndex.MARK, ImageIndex.MARK_TEXT.getBytes(StandardCharsets.UTF_8));
        write(ImageIndex.FILE, OciJson.write(index().with(manifest, reference)));
    }

    @Override
    public void close() throws IOException {
        // Nothing is open.
    }
}
