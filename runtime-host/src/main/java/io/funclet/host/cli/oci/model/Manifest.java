package io.funclet.host.cli.oci.model;

import java.util.List;
import java.util.Map;

/**
 * The manifest of an artifact: what is in it.
 *
 * @param artifactType what it is for; {@code null} in those of older tools
 * @param layers the files
 * @param annotations {@code null} if there are none
 */
public record Manifest(
        int schemaVersion,
        String mediaType,
        String artifactType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations) {

    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";

    /** What a registry must be asked for by name: docker-registry 2.8 does not count these as any type. */
    public static final String ACCEPTED = String.join(", ", MEDIA_TYPE, INDEX, DOCKER, DOCKER_INDEX);

    /** The functions of Funclet, each a jar. */
    public static final String FUNCTIONS = "application/vnd.funclet.functions.v1";

    public static final String JAR = "application/java-archive";

    /** The distribution specification has registries accept 4 MiB at least. */
    public static final int MOST_BYTES = 4 << 20;

    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final byte[] EMPTY_CONFIG = {'{', '}'};

    /** For jars: the configuration is the empty one, which OCI defines. */
    public static Manifest of(List<Descriptor> jars, Map<String, String> annotations) {
        return new Manifest(
                2,
                MEDIA_TYPE,
                FUNCTIONS,
                Descriptor.of(EMPTY, EMPTY_CONFIG),
                jars,
                annotations.isEmpty() ? null : annotations);
    }

    public static byte[] emptyConfig() {
        return EMPTY_CONFIG.clone();
    }

    /**
     * @param what names it in errors
     * @throws RegistryException if it is none, or one for several platforms
     */
    public static Manifest parse(byte[] text, String what) throws RegistryException {
        Manifest manifest = OciJson.read(text, Manifest.class, "the manifest of " + what);
        if (INDEX.equals(manifest.mediaType()) || DOCKER_INDEX.equals(manifest.mediaType())) {
            throw new RegistryException(what + " is an index of several artifacts: name one of them by its digest");
        }
        if (manifest.schemaVersion() != 2 || manifest.layers() == null) {
            throw new RegistryException(what + " has no manifest of version 2 with layers: it is no artifact of OCI");
        }
        for (Descriptor layer : manifest.layers()) {
            if (layer == null || layer.digest() == null || layer.size() < 0) {
                throw new RegistryException("a layer of " + what + " lacks its digest or its size");
            }
        }
        return manifest;
    }
}
