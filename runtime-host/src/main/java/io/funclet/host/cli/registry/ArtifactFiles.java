package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The jars of an artifact, by their names, in the order of the names.
 *
 * @param others what else is in it, and is left out
 */
record ArtifactFiles(Map<String, Descriptor> jars, List<String> others) {

    /** What Funclet deploys. */
    static final long MOST_JAR_BYTES = 1L << 30;

    /** @throws RegistryException if there is no jar, or one that must not be written */
    static ArtifactFiles of(Manifest manifest, String what) throws RegistryException {
        Map<String, Descriptor> jars = new TreeMap<>();
        Map<String, String> names = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            String title = layer.title();
            if (!JarNames.isJar(title)) {
                others.add(title == null ? "a layer without a title (" + layer.mediaType() + ")" : title);
                continue;
            }
            Optional<String> fault = JarNames.fault(title);
            if (fault.isPresent()) {
                throw new RegistryException("the title \"" + title + "\" in " + what + " " + fault.get());
            }
            // A file system may take both for one.
            if (names.put(title.toLowerCase(Locale.ROOT), title) != null) {
                throw new RegistryException(what + " has two layers of the name " + title);
            }
            if (layer.size() > MOST_JAR_BYTES) {
                throw new RegistryException(title + " in " + what + " has " + layer.size()
                        + " bytes, and Funclet deploys no jar of more than " + MOST_JAR_BYTES);
            }
            jars.put(title, layer);
        }
        if (jars.isEmpty()) {
            throw new RegistryException(what + " brings no jar: no layer has a title (" + Descriptor.TITLE
                    + ") that ends with .jar; it has "
                    + (others.isEmpty() ? "no layers" : String.join(", ", others)));
        }
        return new ArtifactFiles(jars, others);
    }
}
