package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where artifacts are: a registry, or a layout of an image. Of one thread. */
public interface ArtifactStore extends Closeable {

    /** The digest of what the reference means now, without the content. Empty if this costs as much as the content. */
    Optional<Digest> digest() throws IOException;

    /**
     * Reads the manifest, and checks it by its digest.
     *
     * @throws RegistryException if there is none, or it is not what the digest says
     */
    byte[] manifest() throws IOException;

    /**
     * Writes content to a file, after what the file has already. The caller checks the result by its digest. What was
     * written before a failure stays, for another attempt.
     */
    void fetch(Descriptor content, Path file) throws IOException;

    /** Stores content that a manifest will name, unless it is there. */
    void add(Descriptor content, Path file) throws IOException;

    /** The same. */
    void add(Descriptor content, byte[] bytes) throws IOException;

    /** Stores the manifest under the tag of the reference. From then on the artifact is there. */
    void publish(byte[] manifest) throws IOException;
}
