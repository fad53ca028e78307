package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.LongRun;
import java.io.BufferedReader;
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
    void modulesOfTheSmallJre_areEnoughToServe(@TempDir Path temp) throws Exception {
        environment.put("FUNCLET_JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", "--limit-modules=" + modulesOfTheDockerfile());
        String address = "127.0.0.1:" + ServeIT.freePort();
        Process serve = Run.begin(
                temp,
                environment,
                launcher(Run.distribution()),
                "serve",
                Run.distribution().resolve("samples").toString(),
                "--address",
                address);
        try (BufferedReader log = serve.errorReader()) {
            ServeIT.awaitLine(log, "deployed samples/");
            Run call = Run.of(
                    temp, environment, launcher(Run.distribution()), "call", "sayhi", "{}", "--address", address);

            assertSucceeds(call);
            assertTrue(call.out().contains("Hello Baetyl"), call.out());
        } finally {
            serve.destroyForcibly();
        }
    }

    @LongRun
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

        environment.put("JAVA_OPTS", "-Djava.io.tmpdir=" + Files.createDirectory(temp.resolve("tmp")));
        Run demo = Run.of(temp, environment, launcher(home), "demo");
        assertSucceeds(demo);
        assertEquals("", demo.err());
    }

    private static List<String> jlinkOfTheDockerfile() throws Exception {
        return List.of(ofTheDockerfile("RUN (jlink .*)")
                .replace("\"$MODULES\"", modulesOfTheDockerfile())
                .replace("\"$LOCALES\"", ofTheDockerfile("ARG LOCALES=(\\S+)"))
                .split(" "));
    }

    private static String modulesOfTheDockerfile() throws Exception {
        return ofTheDockerfile("ARG MODULES=(\\S+)");
    }

    private static String ofTheDockerfile(String line) throws Exception {
        String dockerfile = Files.readString(Run.checkout().resolve("Dockerfile"));
        Matcher found = Pattern.compile("^" + line + "$", Pattern.MULTILINE).matcher(dockerfile);
        assertTrue(found.find(), "the Dockerfile makes the JRE in another way now");
        return found.group(1);
    }

    private static String launcher(Path home) {
        return home.resolve("bin/funclet").toString();
    }

    private static void assertSucceeds(Run run) {
        assertEquals(0, run.status(), run.out() + run.err());
    }
}
