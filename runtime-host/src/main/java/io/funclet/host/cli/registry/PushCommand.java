package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.ArtifactStore;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.storage.ZipErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings jars to a registry. */
@Command(
        name = "push",
        header = "Bring jars to a registry, or into a parcel for a gateway without a network.",
        description =
                "Makes an OCI artifact of the jars, each a layer whose title is the name of the file. The same jars and"
                        + " annotations make the same digest. Logins are those of docker, podman and skopeo.",
        exitCodeList = {"0:The artifact is there.", "1:It failed. The tag means what it meant before."},
        footer = {
            "  funclet push oci://registry.example/functions:1.4.0 thermo.jar words.jar",
            "  funclet push oci-archive:functions.tar:1.4.0 functions/*.jar"
        })
public final class PushCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "Where to: " + RegistryOptions.REFERENCE + ".")
    private String reference;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "JAR", description = "The jars.")
    private List<Path> jars;

    @Option(
            names = "--annotation",
            paramLabel = "KEY=VALUE",
            description =
                    "An annotation of the artifact, such as org.opencontainers.image.version=1.4.0. May be repeated.")
    private Map<String, String> annotations = new TreeMap<>();

    @Mixin
    private RegistryOptions registry;

    @Override
    public Integer call() throws IOException {
        ArtifactReference artifact = RegistryOptions.reference(spec.commandLine(), reference);
        if (artifact.digest().isPresent()
                || artifact.transport() == ArtifactReference.Transport.REGISTRY
                        && artifact.tag().isEmpty()) {
            throw new ParameterException(spec.commandLine(), reference + ": a tag is expected, and no digest");
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path jar : jars) {
            String name = nameOf(jar);
            if (files.put(name, jar) != null) {
                throw new IOException("two jars have the name " + name);
            }
        }
        List<Descriptor> layers = new ArrayList<>();
        for (Map.Entry<String, Path> jar : files.entrySet()) {
            Path file = jar.getValue();
            layers.add(new Descriptor(
                    Manifest.JAR,
                    Digest.of(file, Digest.SHA256),
                    Files.size(file),
                    null,
                    Map.of(Descriptor.TITLE, jar.getKey())));
        }
        Manifest manifest = Manifest.of(layers, annotations);
        byte[] text = OciJson.write(manifest);
        try (ArtifactStore store = registry.access().open(artifact)) {
            store.add(manifest.config(), Manifest.emptyConfig());
            for (Descriptor layer : layers) {
                store.add(layer, files.get(layer.title()));
            }
            store.publish(text);
        }
        spec.commandLine().getOut().println("pushed " + artifact + "@" + Digest.of(text));
        return 0;
    }

    private static String nameOf(Path jar) throws IOException {
        String name = String.valueOf(jar.getFileName());
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + (Files.exists(jar) ? " is not a file" : " is not there"));
        }
        Optional<String> fault = JarNames.fault(name);
        if (!JarNames.isJar(name) || fault.isPresent()) {
            throw new IOException(jar + " cannot be pushed: its name " + fault.orElse("does not end with .jar"));
        }
        if (Files.size(jar) > ArtifactFiles.MOST_JAR_BYTES) {
            throw new IOException(jar + " has more than " + ArtifactFiles.MOST_JAR_BYTES + " bytes");
        }
        try {
            new ZipFile(jar.toFile()).close();
            return name;
        } catch (ZipException none) {
            throw new IOException(jar + " " + ZipErrorText.words(jar, none), none);
        }
    }
}
