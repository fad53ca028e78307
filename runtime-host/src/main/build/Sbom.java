import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a CycloneDX document about the jars of others in the distribution, which are those of a local Maven repository on
 * its class path. CycloneDX's own plugin rejects to work offline, and lists what the build leaves out.
 *
 * <p>Arguments: the file to write, Funclet's version, the local repository, the class path of the runtime, a
 * file with the class path of {@code funclet wrap}.
 */
final class Sbom {

    /** By group. NOTICE has them too, for people. The build fails for a group whose licence is not looked up yet. */
    private static final Map<String, String> LICENSES = Map.ofEntries(
            // Or EPL-2.0.
            Map.entry("biz.aQute.bnd", "Apache-2.0"),
            Map.entry("com.google.code.gson", "Apache-2.0"),
            Map.entry("com.google.guava", "Apache-2.0"),
            Map.entry("com.google.protobuf", "BSD-3-Clause"),
            Map.entry("info.picocli", "Apache-2.0"),
            Map.entry("io.grpc", "Apache-2.0"),
            Map.entry("io.perfmark", "Apache-2.0"),
            Map.entry("io.prometheus", "Apache-2.0"),
            Map.entry("org.apache.felix", "Apache-2.0"),
            Map.entry("org.osgi", "Apache-2.0"),
            Map.entry("org.ow2.asm", "BSD-3-Clause"),
            Map.entry("org.slf4j", "MIT"),
            Map.entry("org.snakeyaml", "Apache-2.0"));

    private Sbom() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        Path repository = Path.of(arguments[2]);
        List<String> components = new ArrayList<>();
        Set<String> paths = new TreeSet<>(List.of(arguments[3].split(File.pathSeparator)));
        paths.addAll(List.of(Files.readString(Path.of(arguments[4])).strip().split(File.pathSeparator)));
        for (String path : paths) {
            if (path.endsWith(".jar") && Path.of(path).startsWith(repository)) {
                components.add(component(repository, Path.of(path)));
            }
        }
        components.sort(null);
        Files.writeString(Path.of(arguments[0]), """
                {
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "version": 1,
                  "metadata": {"component": {"type": "application", "name": "funclet", "version": "%s"}},
                  "components": [
                %s
                  ]
                }
                """.formatted(arguments[1], String.join(",\n", components)));
    }

    /** From the layout of the repository: {@code group/with/slashes/name/version/name-version.jar}. */
    private static String component(Path repository, Path jar) throws IOException, NoSuchAlgorithmException {
        Path artifact = jar.getParent().getParent();
        String group = repository.relativize(artifact.getParent()).toString().replace(File.separatorChar, '.');
        String name = artifact.getFileName().toString();
        String version = jar.getParent().getFileName().toString();
        String license = LICENSES.get(group);
        if (license == null) {
            throw new IllegalStateException("Sbom.java and NOTICE do not tell the licence of " + group);
        }
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        String id = "pkg:maven/" + group + "/" + name + "@" + version;
        return """
                    {
                      "type": "library",
                      "bom-ref": "%s",
                      "group": "%s",
                      "name": "%s",
                      "version": "%s",
                      "hashes": [{"alg": "SHA-256", "content": "%s"}],
                      "licenses": [{"license": {"id": "%s"}}],
                      "purl": "%s"
                    }""".formatted(id, group, name, version, digest, license, id);
    }
}
