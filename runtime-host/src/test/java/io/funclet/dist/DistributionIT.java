package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionIT {

    private final Path home = Run.distribution();

    @Test
    void lib_holdsTheClassPathOfTheManifest_andNothingElse() throws IOException {
        Set<String> lib = new TreeSet<>(names(home.resolve("lib")));
        lib.removeIf(name -> name.endsWith(".options"));
        String main = lib.stream()
                .filter(name -> name.startsWith("runtime-host-"))
                .findFirst()
                .orElseThrow();
        Set<String> classPath = new TreeSet<>(Set.of(main));
        try (JarFile jar = new JarFile(home.resolve("lib").resolve(main).toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            classPath.addAll(
                    Arrays.asList(manifest.getValue(Attributes.Name.CLASS_PATH).split(" ")));
        }

        assertEquals(classPath, lib);
    }

    @Test
    void lib_isWhatItIsMeantToBe() throws IOException {
        List<String> jars = names(home.resolve("lib")).stream()
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-[0-9].*", ""))
                .filter(name -> !name.equals("runtime-host"))
                .sorted()
                .toList();

        assertEquals(
                List.of(
                        "asm",
                        "failureaccess",
                        "grpc-api",
                        "grpc-context",
                        "grpc-core",
                        "grpc-netty-shaded",
                        "grpc-protobuf",
                        "grpc-protobuf-lite",
                        "grpc-services",
                        "grpc-stub",
                        "grpc-util",
                        "gson",
                        "guava",
                        "org.apache.felix.configadmin",
                        "org.apache.felix.fileinstall",
                        "org.apache.felix.framework",
                        "org.apache.felix.scr",
                        "org.osgi.service.component",
                        "org.osgi.service.log",
                        "org.osgi.util.function",
                        "org.osgi.util.promise",
                        "perfmark-api",
                        "picocli",
                        "prometheus-metrics-config",
                        "prometheus-metrics-exposition-textformats",
                        "prometheus-metrics-model",
                        "proto",
                        "protobuf-java",
                        "runtime-api",
                        "slf4j-api",
                        "slf4j-jdk14",
                        "snakeyaml-engine"),
                jars);
    }

    @Test
    void lib_holdsNoJarsOfAnnotationsAlone() throws IOException {
        List<String> annotations = names(home.resolve("lib")).stream()
                .filter(name ->
                        name.matches("(.*annotation.*|jsr305|jspecify|listenablefuture|org\\.osgi\\.namespace).*"))
                .toList();

        assertEquals(List.of(), annotations);
    }

    @Test
    void sbom_listsTheJarsOfOthersInLib_andNoticeTheirLicences() throws IOException {
        Set<String> listed = new TreeSet<>();
        String notice = Files.readString(home.resolve("NOTICE"));
        JsonObject sbom = JsonParser.parseString(Files.readString(home.resolve("sbom.cdx.json")))
                .getAsJsonObject();
        for (JsonElement component : sbom.getAsJsonArray("components")) {
            JsonObject part = component.getAsJsonObject();
            listed.add(
                    part.get("name").getAsString() + "-" + part.get("version").getAsString() + ".jar");
            JsonObject license = part.getAsJsonArray("licenses").get(0).getAsJsonObject();
            String id = license.getAsJsonObject("license").get("id").getAsString();
            assertTrue(notice.contains(" " + id + " "), part::toString);
        }
        Set<String> lib = names(home.resolve("lib"));
        lib.addAll(names(home.resolve("wrap")));
        lib.removeIf(name -> !name.endsWith(".jar") || name.matches("(proto|runtime-api|runtime-host|wrap)-\\d.*"));

        assertEquals(lib, listed);
        for (String text : notice.split("\\s+")) {
            assertTrue(!text.startsWith("licenses/") || Files.exists(home.resolve(text)), text);
        }
    }

    @Test
    void packageYml_namesTheLauncherAsEntry() throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("package.yml"));

        assertTrue(lines.contains("name: funclet"), lines.toString());
        assertTrue(lines.contains("entry: bin/funclet"), lines.toString());
        assertTrue(Files.isExecutable(home.resolve("bin/funclet")));
        assertTrue(Files.exists(home.resolve("LICENSE")));
    }

    @Test
    void archive_holdsTheSameFiles_withTheSamePermissions(@TempDir Path temp) throws Exception {
        assumeTrue(
                Files.getPosixFilePermissions(home.resolve("demo")).contains(PosixFilePermission.OTHERS_READ),
                "the umask of the build has taken permissions of directories");
        Path archive = home.resolveSibling("funclet.tar.gz");
        Run tar = Run.of(temp, Map.of("PATH", "/usr/bin:/bin"), "tar", "-xpzf", archive.toString());
        assertEquals(0, tar.status(), tar.err());

        // Class data archives are for this machine's Java, in this place. Each machine makes its own.
        Map<String, String> shipped = new TreeMap<>(contents(home));
        shipped.keySet().removeIf(name -> name.startsWith("archive"));
        assertEquals(shipped, contents(temp.resolve("funclet")));
        assertEquals(Set.of("funclet"), names(temp));
    }

    @Test
    void version_isSaidByEveryJavaOfThisMachine_withoutWarnings() throws Exception {
        Set<Path> homes = new TreeSet<>(Set.of(Path.of(System.getProperty("java.home"))));
        try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
            installed
                    .filter(java -> Files.isExecutable(java.resolve("bin/java")) && !Files.isSymbolicLink(java))
                    .forEach(homes::add);
        } catch (IOException e) {
            // A machine that keeps its Java elsewhere.
        }
        for (Path java : homes) {
            Map<String, String> environment = new HashMap<>(Map.of("FUNCLET_JAVA_HOME", java.toString()));
            Run run = Run.of(home, environment, home.resolve("bin/funclet").toString(), "--version");

            assertEquals("", run.err());
            assertTrue(run.out().matches("funclet \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\n"), run.out());
            assertEquals(0, run.status());
        }
        assertFalse(homes.isEmpty());
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Permissions and contents by path. */
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                String hash = Files.isDirectory(file) ? "" : " " + Arrays.hashCode(Files.readAllBytes(file));
                contents.put(directory.relativize(file).toString(), Files.getPosixFilePermissions(file) + hash);
            }
        }
        return contents;
    }
}
