package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees on a terminal, of files and bundles whose names their vendors chose. */
class TerminalIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("good").environment("FUNCLET_START_TIMEOUT", "5s");

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    /** Clears the screen, the second time by a single character. */
    private static final String ORDER = "\u001b[2J\u009b2J";

    @Test
    void ps_isAsWideAsTheTerminal_andTakesNoOrdersFromNames() throws Exception {
        String file = "a-jar-of-a-vendor-who-puts-everything-into-its-name-" + ORDER + ".jar";
        site.deploy(FunctionJar.echo("it.good", "good").version("1.0.0"), "good", "good.jar");
        site.awaitServing("good");
        Files.writeString(site.code("good").resolve(file), "no jar");
        site.log().await("is not a complete zip file");

        List<String> lines = onTerminal(90, "ps").lines().toList();

        String all = String.join("", lines).replace(" ", "");
        assertTrue(all.contains(file.replace(ORDER, "?[2J?2J")), all);
        assertTrue(all.contains("isnotacompletezipfile"), all);
        for (String line : lines) {
            String text = line.replaceAll("\u001b\\[[0-9]*m", "");
            assertTrue(text.length() <= 90 && text.chars().noneMatch(Character::isISOControl), text);
        }
        Said elsewhere = site.operator().launch("ps");
        assertEquals(
                1,
                elsewhere
                        .out()
                        .lines()
                        .filter(line -> line.contains("a-jar-of-a-vendor"))
                        .count(),
                elsewhere.out());
        assertTrue(site.operator().run("ps", "--json").out().contains("\\u001b[2J\\u009b2J"));
    }

    private String onTerminal(int columns, String command) throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "nothing pretends to be a terminal");
        Path launcher = RuntimeProcess.distribution().resolve("bin/funclet");
        String line = "stty cols " + columns + "; '" + launcher + "' " + command;
        Path out = Files.createTempFile(site.temporary(), "terminal", ".out");
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qec", line, "/dev/null");
        builder.environment().keySet().removeIf(name -> name.matches("FUNCLET_.*|JAVA_OPTS|COLUMNS|NO_COLOR"));
        builder.environment().putAll(Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + site.temporary(), "TERM", "xterm"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> command + " does not end");
        String said = Files.readString(out, StandardCharsets.UTF_8);
        Files.delete(out);
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("\u001b[32m"), "no colours, although somebody sees them");
        return said;
    }
}
