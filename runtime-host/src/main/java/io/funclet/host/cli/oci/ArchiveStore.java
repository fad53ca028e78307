package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.ImageIndex;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/** A layout in a tar file: a parcel that needs no network. What is pushed to it replaces the file. */
final class ArchiveStore extends LayoutStore {

    private final Path path;
    private final Path unfinished;
    private final Set<String> written = new HashSet<>();
    private TarFile tar;
    private OutputStream out;

    ArchiveStore(ArtifactReference reference) {
        super(reference);
        path = Path.of(reference.place());
        unfinished = path.resolveSibling("." + path.getFileName() + ".part");
    }

    @Override
    InputStream open(String name) throws IOException {
        if (tar == null) {
            tar = new TarFile(path);
        }
        return tar.open(name);
    }

    @Override
    void write(String name, long size, InputStream content) throws IOException {
        if (out == null) {
            Path directory = path.toAbsolutePath().getParent();
            if (!Files.isDirectory(directory)) {
                throw new RegistryException("there is no directory " + directory + " for the parcel");
            }
            out = new BufferedOutputStream(Files.newOutputStream(unfinished));
        }
        if (written.add(name)) {
            TarFile.write(out, name, size, content);
        }
    }

    @Override
    ImageIndex index() {
        return ImageIndex.empty();
    }

    @Override
    public void publish(byte[] manifest) throws IOException {
        super.publish(manifest);
        TarFile.end(out);
        out.close();
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        if (tar != null) {
            tar.close();
        }
        if (out != null) {
            out.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
