package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet dev} as an author runs it: files are saved, and the calls of another process show what became of them. */
@BeginsFirst
class DevIT {

    private static final Pattern DEBUGGER = Pattern.compile("a debugger may connect to 127\\.0\\.0\\.1:(\\d+)");

    /** Maven, javac, bnd and the runtime start cold. */
    private static final Duration START = Await.LONG.multipliedBy(4);

    @TempDir
    Path temp;

    private Path source;

    @Test
    void plainDirectory_isServedAgainAfterEachSave_andWhatDoesNotCompileChangesNothing() throws Exception {
        Path project = Files.createDirectory(temp.resolve("my project"));
        source = project.resolve("Saved.java");
        Files.writeString(source, SavedSource.PLAIN);
        Path word = Files.createDirectory(temp.resolve("shared")).resolve("Word.java");
        Files.writeString(word, SavedSource.WORD);
        Files.createSymbolicLink(project.resolve("common"), word.getParent());
        Files.createSymbolicLink(project.resolve("self"), project);
        Files.createSymbolicLink(project.resolve("nowhere.txt"), temp.resolve("none"));
        Files.writeString(project.resolve("word.txt"), " one");
        int port = RuntimeProcess.freePort();
        try (RuntimeProcess dev = RuntimeProcess.in(temp)
                        .start("dev", "my project", "--address", "127.0.0.1:" + port, "--debug=0");
                Callers callers = Callers.of(port)) {
            awaitLine(dev, START, Pattern.compile(": saved$"));
            assertEquals("1 one unlimited", callers.call("saved", "x"));
            awaitLine(dev, "saved | asked: x");
            awaitLine(dev, "call  saved  OK  ");
            assertDebuggerIsGreeted(awaitLine(dev, Await.LONG, DEBUGGER));

            save("return Payload.of(1", "return Payload.of(2");
            awaitResponse(callers, dev, "2 one unlimited");
            Files.writeString(project.resolve("word.txt"), " two");
            awaitResponse(callers, dev, "2 two unlimited");

            Callers.failure(() -> callers.call("saved", "fail"));
            awaitLine(dev, "    java.lang.IllegalStateException: on purpose");
            awaitLine(dev, "Saved.java:8 in handle");

            save("return Payload.of(2", "return Paylod.of(3");
            awaitLine(dev, "  Saved.java:11: cannot find symbol");
            awaitLine(dev, "return Paylod.of(3");
            assertEquals("2 two unlimited", callers.call("saved", "x"));
            save("return Paylod.of(3", "return Payload.of(3");
            awaitResponse(callers, dev, "3 two unlimited");

            save("Word.word()", "\" no word\"");
            Files.delete(word);
            awaitResponse(callers, dev, "3 no word unlimited");

            dev.signal("INT");
            assertEquals(130, dev.awaitExit(Await.LONG));
            assertEquals(List.of(), List.copyOf(dev.litter()));
        }
    }

    @Test
    void configurationBesideTheSources_isUsed_andItsChangesTakeEffectAtOnce() throws Exception {
        Path project = Files.createDirectory(temp.resolve("configured"));
        Files.writeString(project.resolve("Saved.java"), SavedSource.CONFIGURED);
        source = project.resolve("funclet.yml");
        int port = RuntimeProcess.freePort();
        Files.writeString(source, """
                server:
                  address: 127.0.0.1:%d
                  timeout: 30x
                logger:
                  path: dev.log
                  format: json
                functions:
                  - name: saved
                    env: {ROOM: hall}
                    config: {limit: 1}
                """.formatted(port));
        try (RuntimeProcess dev = RuntimeProcess.in(project)
                        .temporary(Files.createDirectory(temp.resolve("tmp")))
                        .start("dev");
                Callers callers = Callers.of(port)) {
            awaitLine(dev, START, Pattern.compile("funclet.yml cannot be used"));
            awaitLine(dev, "server.timeout: \"30x\"");
            save("30x", "30s");
            awaitLine(dev, START, Pattern.compile("calls are taken at 127.0.0.1:" + port));
            awaitLine(dev, START, Pattern.compile(": saved$"));
            assertEquals("hall", callers.call("saved", "x"));

            save("limit: 1", "limit: 2");
            awaitLine(dev, "funclet.yml has other settings now for saved");

            save("hall", "cellar");
            awaitLine(dev, START, Pattern.compile("the runtime starts again, with funclet.yml"));
            awaitLine(dev, START, Pattern.compile("started again in .*: saved$"));
            assertEquals("cellar", callers.call("saved", "x"));

            assertEquals(143, dev.terminate());
            assertEquals(List.of(), List.copyOf(dev.litter()));
        }
    }

    @Test
    void mavenProject_isBuiltByMavenOnce_andThenWithoutIt() throws Exception {
        Path maven = Path.of(System.getProperty("funclet.maven", "/none"), "bin");
        assumeTrue(Files.exists(maven.resolve("mvn")), "the Maven of this build is not known");
        Path project = Files.createDirectory(temp.resolve("project"));
        source = SavedMavenProject.writeTo(project);
        int port = RuntimeProcess.freePort();
        try (RuntimeProcess dev = RuntimeProcess.in(project)
                        .temporary(Files.createDirectory(temp.resolve("tmp")))
                        .environment("PATH", maven + ":/usr/bin:/bin")
                        .environment("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("funclet.repository"))
                        .start("dev", "--address", "127.0.0.1:" + port);
                Callers callers = Callers.of(port)) {
            awaitLine(dev, START, Pattern.compile(": saved$"));
            assertEquals("1", callers.call("saved", "x"));
            save("\"1\"", "\"2\"");
            awaitResponse(callers, dev, "2");
            save("return", "retrun");
            awaitLine(dev, "  src/main/java/com/example/Saved.java:9: ");
            assertEquals("2", callers.call("saved", "x"));
            assertEquals(
                    1,
                    dev.out().stream()
                            .filter(line -> line.contains("mvn package"))
                            .count(),
                    () -> String.join("\n", dev.out()));

            save("retrun", "return");
            source = project.resolve("pom.xml");
            save("Bundle-SymbolicName: ", "-includeresource: none.txt, ");
            // This is Maven's own build again.
            awaitLine(dev, START, Pattern.compile("  Failed to execute goal biz.aQute.bnd:bnd-maven-plugin"));

            assertEquals(143, dev.terminate());
            assertEquals(List.of(), List.copyOf(dev.litter()));
        }
    }

    /** As editors do it: the file is always whole. */
    private void save(String from, String to) throws Exception {
        String text = Files.readString(source);
        assertTrue(text.contains(from), text);
        Path whole = source.resolveSibling(".new");
        Files.writeString(whole, text.replace(from, to));
        Files.move(whole, source, StandardCopyOption.ATOMIC_MOVE);
    }

    /** No call may fail meanwhile. */
    private static void awaitResponse(Callers callers, RuntimeProcess dev, String expected) throws Exception {
        String[] last = new String[1];
        Await.until(
                "the response \"" + expected + "\"",
                Await.LONG,
                () -> {
                    last[0] = callers.call("saved", "x");
                    return last[0].equals(expected);
                },
                () -> last[0] + "\n" + String.join("\n", dev.out()));
    }

    private static void awaitLine(RuntimeProcess dev, String part) throws Exception {
        awaitLine(dev, Await.LONG, Pattern.compile(Pattern.quote(part)));
    }

    private static Matcher awaitLine(RuntimeProcess dev, Duration deadline, Pattern pattern) throws Exception {
        Matcher[] found = new Matcher[1];
        Await.until(
                "a line with " + pattern,
                deadline,
                () -> dev.out().stream().anyMatch(line -> {
                    found[0] = pattern.matcher(line);
                    return found[0].find();
                }),
                () -> String.join("\n", dev.out()) + dev.err());
        return found[0];
    }

    private static void assertDebuggerIsGreeted(Matcher line) throws Exception {
        byte[] greeting = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(1)))) {
            socket.getOutputStream().write(greeting);
            byte[] response = new byte[greeting.length];
            new DataInputStream(socket.getInputStream()).readFully(response);
            assertEquals("JDWP-Handshake", new String(response, StandardCharsets.US_ASCII));
        }
    }
}
