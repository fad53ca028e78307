package io.funclet.host.cli.oci.model;

import java.util.Map;

/**
 * Points to content.
 *
 * @param size in bytes
 * @param artifactType {@code null} unless it points to the manifest of an artifact
 * @param annotations {@code null} if there are none
 */
public record Descriptor(
        String mediaType, Digest digest, long size, String artifactType, Map<String, String> annotations) {

    public static final String TITLE = "org.opencontainers.image.title";
    static final String TAG = "org.opencontainers.image.ref.name";

    static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.of(content), content.length, null, null);
    }

    /** The name of the file, or {@code null}. */
    public String title() {
        return annotation(TITLE);
    }

    /** Or {@code null}. */
    String annotation(String key) {
        return annotations == null ? null : annotations.get(key);
    }
}
