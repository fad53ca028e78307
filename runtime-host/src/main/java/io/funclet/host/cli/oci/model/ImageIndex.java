package io.funclet.host.cli.oci.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The file {@code index.json} of a layout: the artifacts in it. */
public record ImageIndex(int schemaVersion, String mediaType, List<Descriptor> manifests) {

    public static final String FILE = "index.json";
    public static final String MARK = "oci-layout";
    public static final String MARK_TEXT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    public static ImageIndex empty() {
        return new ImageIndex(2, Manifest.INDEX, List.of());
    }

    public static ImageIndex parse(byte[] text, String what) throws RegistryException {
        ImageIndex index = OciJson.read(text, ImageIndex.class, FILE + " of " + what);
        if (index.manifests() == null || index.manifests().stream().anyMatch(m -> m == null || m.digest() == null)) {
            throw new RegistryException(FILE + " of " + what + " lists no manifests");
        }
        return index;
    }

    /** The one that the reference means. */
    public Descriptor find(ArtifactReference reference) throws RegistryException {
        List<Descriptor> found = manifests.stream()
                .filter(manifest -> reference.digest().isEmpty()
                        ? reference.tag().isEmpty() || reference.tag().get().equals(manifest.annotation(Descriptor.TAG))
                        : reference.digest().get().equals(manifest.digest()))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String tags = manifests.stream()
                .map(manifest ->
                        Objects.requireNonNullElse(manifest.annotation(Descriptor.TAG), "@" + manifest.digest()))
                .collect(Collectors.joining(", "));
        throw new RegistryException(reference
                + (found.isEmpty() ? " is not there" : " is more than one artifact: name one of them")
                + (tags.isEmpty() ? "; there is nothing" : "; there is " + tags));
    }

    /** With this artifact in the place of the one that had its tag. */
    public ImageIndex with(byte[] manifest, ArtifactReference reference) {
        List<Descriptor> all = new ArrayList<>(manifests);
        String tag = reference.tag().orElse(null);
        Digest digest = Digest.of(manifest);
        all.removeIf(
                other -> tag == null ? other.digest().equals(digest) : tag.equals(other.annotation(Descriptor.TAG)));
        all.add(new Descriptor(
                Manifest.MEDIA_TYPE,
                digest,
                manifest.length,
                Manifest.FUNCTIONS,
                tag == null ? null : Map.of(Descriptor.TAG, tag)));
        return new ImageIndex(2, Manifest.INDEX, all);
    }
}
