package io.funclet.host.cli.oci.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an artifact is, in the words of skopeo; a registry is {@code oci://}, as with Helm.
 *
 * @param place the host, with its port if it has one, or the path of the layout
 * @param repository empty for layouts
 */
public record ArtifactReference(
        Transport transport, String place, String repository, Optional<String> tag, Optional<Digest> digest) {

    /** How an artifact is kept. */
    public enum Transport {
        REGISTRY("oci://"),
        ARCHIVE("oci-archive:"),
        LAYOUT("oci:");

        private final String prefix;

        Transport(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final String END = "(?::(?<tag>" + TAG + "))?(?:@(?<digest>[a-z0-9]+:[0-9a-f]+))?";
    private static final String NAME = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern IN_REGISTRY =
            Pattern.compile("(?<place>(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?)/(?<repository>" + NAME
                    + "(?:/" + NAME + ")*)" + END);
    private static final Pattern IN_FILES = Pattern.compile("(?<place>[^:]+?)" + END);

    /** @throws IllegalArgumentException if the text is none, with what is expected */
    public static ArtifactReference parse(String text) {
        for (Transport transport : Transport.values()) {
            if (text.startsWith(transport.prefix)) {
                boolean registry = transport == Transport.REGISTRY;
                Matcher parts = (registry ? IN_REGISTRY : IN_FILES).matcher(text.substring(transport.prefix.length()));
                if (parts.matches()) {
                    return new ArtifactReference(
                            transport,
                            parts.group("place"),
                            registry ? parts.group("repository") : "",
                            Optional.ofNullable(parts.group("tag")),
                            Optional.ofNullable(parts.group("digest")).map(Digest::parse));
                }
                break;
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is none of oci://HOST/REPOSITORY:TAG, oci://HOST/REPOSITORY@sha256:DIGEST, oci:DIRECTORY[:TAG],"
                + " oci-archive:FILE[:TAG]; repositories have small letters");
    }

    /** Without tag and digest. */
    public String name() {
        return transport.prefix + place + (repository.isEmpty() ? "" : "/" + repository);
    }

    @Override
    public String toString() {
        return name()
                + tag.map(name -> ":" + name).orElse("")
                + digest.map(content -> "@" + content).orElse("");
    }
}
