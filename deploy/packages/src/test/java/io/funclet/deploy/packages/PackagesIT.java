package io.funclet.deploy.packages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.CommandLine;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ServeConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.eclipse.packager.rpm.RpmTag;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages as the build has made them. How they behave on a machine is checked by {@code deploy/packages/check}. */
class PackagesIT {

    private static final Path DISTRIBUTION = Path.of("../../runtime-host/target/funclet");
    private static final String PROGRAM = "/usr/share/funclet/";
    private static final String UNITS = "/usr/lib/systemd/system/";
    private static final Set<String> CONFIGURATION = Set.of("/etc/funclet/environment", "/etc/funclet/funclet.yml");

    private static DebianPackage deb;
    private static RpmPackage rpm;

    @TempDir
    private Path directory;

    @BeforeAll
    static void read() throws IOException {
        deb = DebianPackage.read(Path.of("target/funclet.deb"));
        rpm = RpmPackage.read(Path.of("target/funclet.rpm"));
    }

    @Test
    void distribution_isInBoth_asItIs() throws IOException {
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = DISTRIBUTION.relativize(file).toString();
                if (path.startsWith("archive/")) {
                    continue;
                }
                for (Map<String, PackagedFile> packaged : List.of(deb.files(), rpm.files())) {
                    PackagedFile found = packaged.get(PROGRAM + path);
                    assertArrayEquals(Files.readAllBytes(file), found.content(), path);
                    assertEquals(path.startsWith("bin/") ? 0755 : 0644, found.permissions(), path);
                }
            }
        }
    }

    @Test
    void both_haveTheSameFiles_ofRoot() {
        Set<PackagedFile> inDeb = new TreeSet<>(java.util.Comparator.comparing(PackagedFile::path));
        inDeb.addAll(deb.files().values());
        // Debian alone has those. Directories of the distribution belong to no package in the world of RPM.
        inDeb.removeIf(file ->
                file.path().startsWith("/usr/share/lintian") || file.path().endsWith("/changelog.gz"));
        inDeb.removeIf(file -> file.type() == PackagedFile.DIRECTORY
                && !rpm.files().containsKey(file.path())
                && !file.path().contains("funclet"));
        assertEquals(List.copyOf(inDeb), List.copyOf(rpm.files().values()));
        for (PackagedFile file : deb.files().values()) {
            assertEquals("root:root", file.owner(), file.path());
            if (file.type() == PackagedFile.DIRECTORY) {
                assertEquals(0755, file.permissions(), file.path());
            }
        }
    }

    @Test
    void upgrade_keepsTheConfigurationOfTheUser() {
        assertEquals(CONFIGURATION, Set.copyOf(deb.control("conffiles").lines().toList()));
        for (String path : CONFIGURATION) {
            assertEquals(0b10001, rpm.flags(path), path);
        }
        Set<String> inEtc = new TreeSet<>(rpm.files().keySet());
        inEtc.removeIf(path -> !path.startsWith("/etc/funclet/"));
        assertEquals(new TreeSet<>(CONFIGURATION), inEtc);
    }

    @Test
    void versionAndJava_areThoseOfTheBuild() {
        String version = System.getProperty("funclet.version");
        assertTrue(deb.control("control").contains("\nVersion: " + version.replace('-', '~') + "\n"));
        assertTrue(deb.control("control").contains("java17-runtime-headless"));
        assertEquals(version.replace("-SNAPSHOT", ""), rpm.text(RpmTag.VERSION));
        // A snapshot is older than the release.
        assertEquals(version.endsWith("-SNAPSHOT") ? "0.SNAPSHOT" : "1", rpm.text(RpmTag.RELEASE));
        assertTrue(List.of((String[]) rpm.header().getTag(RpmTag.REQUIRE_NAME)).contains("java-headless"));
    }

    @Test
    void scripts_areShellScripts() throws Exception {
        List<String> scripts = new ArrayList<>();
        for (String name : List.of("postinst", "prerm", "postrm")) {
            assertEquals(0755, deb.control().get("/" + name).permissions());
            scripts.add(deb.control(name));
        }
        for (RpmTag tag : List.of(
                RpmTag.POSTINSTALL_SCRIPT,
                RpmTag.PREREMOVE_SCRIPT,
                RpmTag.POSTREMOVE_SCRIPT,
                RpmTag.POSTTRANSACTION_SCRIPT)) {
            scripts.add(rpm.text(tag));
        }
        for (String script : scripts) {
            Path file = Files.writeString(directory.resolve("script"), script);
            Process check = new ProcessBuilder("sh", "-n", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, check.waitFor(), () -> output + script);
        }
    }

    @Test
    void template_isTheServiceWithTheNameOfTheInstance() {
        String template = text(UNITS + "funclet@.service")
                .replace(" --name %i", "")
                .replace("functions: %i", "functions")
                .replace("@NAME", "")
                .replace("@%i", "");
        assertEquals(text(UNITS + "funclet.service"), template);
    }

    @Test
    void commandsOfUnits_arePrograms_withArgumentsThatTheyKnow() {
        picocli.CommandLine funclet = CommandLine.parser(config -> 0);
        for (String unit : List.of("funclet.service", "funclet@.service", "funclet-archive.service")) {
            Matcher command = Pattern.compile("(?m)^Exec\\w+=.*?(" + PROGRAM + "bin/funclet) (.*)$")
                    .matcher(text(UNITS + unit));
            while (command.find()) {
                assertTrue(deb.files().containsKey(command.group(1)));
                funclet.parseArgs(command.group(2).split(" "));
            }
        }
    }

    /** Also with its comments, which users take the signs away from. */
    @Test
    void shippedConfiguration_isValid() throws Exception {
        Path functions = Files.createDirectory(directory.resolve("functions"));
        Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/token"), "secret");
        String shipped = text("/etc/funclet/funclet.yml");
        RuntimeConfig config = read(functions, shipped);
        assertEquals("127.0.0.1", config.server().address().host());

        String section = shipped.substring(shipped.indexOf("#functions:"));
        config = read(functions, section.replaceAll("(?m)^#", ""));
        assertEquals("alarm", config.functions().get(0).name());
    }

    private static RuntimeConfig read(Path functions, String text) throws Exception {
        Path file = Files.writeString(functions.resolveSibling("funclet.yml"), text);
        return new ServeConfig(functions, Optional.of(file), Optional.empty(), Optional.empty(), Map.of()).read();
    }

    @Test
    void eachCommand_hasAManualPage_andIsCompleted() throws IOException {
        picocli.CommandLine funclet = CommandLine.parser(config -> 0);
        String completion = text("/usr/share/bash-completion/completions/funclet");
        for (picocli.CommandLine command : funclet.getSubcommands().values()) {
            String name = command.getCommandName();
            if (name.equals("help")) {
                continue;
            }
            String page = new String(
                    new GZIPInputStream(new ByteArrayInputStream(deb.files()
                                    .get("/usr/share/man/man1/funclet-" + name + ".1.gz")
                                    .content()))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            for (picocli.CommandLine.Model.OptionSpec option :
                    command.getCommandSpec().options()) {
                assertTrue(page.contains(option.longestName().replace("-", "\\-")), () -> name + option);
                assertTrue(completion.contains(option.longestName()), () -> name + option);
            }
            // What picocli leaves for a format, or does not know.
            assertEquals(-1, page.indexOf("${"), page);
            assertEquals(-1, page.indexOf("%n"), page);
        }
    }

    private static String text(String path) {
        return RpmPackage.text(rpm.files().get(path).content());
    }
}
