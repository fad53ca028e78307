package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Dockerfile does, as far as that is possible without Docker. */
class ImageIT {

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

    @Test
    void smallJre_runsTheDistribution(@TempDir Path temp) throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        assumeTrue(Files.isExecutable(java.resolve("bin/jlink")), "this Java has no jlink");
        Path home = Files.createDirectory(temp.resolve("funclet"));
        for (String part : List.of("bin", "demo", "lib", "samples")) {
            Files.createDirectory(home.resolve(part));
            try (var files = Files.list(Run.distribution().resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, home.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        for (String script : List.of("demo", "funclet")) {
            assertTrue(home.resolve("bin").resolve(script).toFile().setExecutable(true));
        }

        List<String> jlink = new ArrayList<>(jlinkOfTheDockerfile());
        jlink.set(0, java.resolve("bin/jlink").toString());
        jlink.set(jlink.indexOf("/jre"), home.resolve("jre").toString());
        assertSucceeds(Run.of(temp, environment, jlink.toArray(String[]::new)));
        assertSucceeds(
                Run.of(temp, environment, home.resolve("jre/bin/java").toString(), "-XX:+UseSerialGC", "-Xshare:dump"));

        environment.put("JAVA_OPTS", "-Djava.io.tmpdir=" + Files.createDirectory(temp.resolve("tmp")));
        Run demo = Run.of(temp, environment, home.resolve("bin/funclet").toString(), "demo");
        assertSucceeds(demo);
        assertEquals("", demo.err());
    }

    private static List<String> jlinkOfTheDockerfile() throws Exception {
        String dockerfile = Files.readString(Run.checkout().resolve("Dockerfile"));
        Matcher modules =
                Pattern.compile("^ARG MODULES=(\\S+)$", Pattern.MULTILINE).matcher(dockerfile);
        Matcher jlink = Pattern.compile("^RUN (jlink .*)$", Pattern.MULTILINE).matcher(dockerfile);
        assertTrue(modules.find() && jlink.find(), "the Dockerfile makes the JRE in another way now");
        return List.of(jlink.group(1).replace("\"$MODULES\"", modules.group(1)).split(" "));
    }

    private static void assertSucceeds(Run run) {
        assertEquals(0, run.status(), run.out() + run.err());
    }
}
