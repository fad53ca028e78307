package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.cli.CommandLine;
import io.funclet.host.it.client.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The commands for operators: in this JVM, where it is their answer that is tested, or as a person runs them.
 *
 * @param workingDirectory where they are run
 * @param temporary where the runtime that they ask has its temporary files
 */
public record Operator(Path workingDirectory, Path temporary) {

    private static final long PATIENCE_SECONDS = 120;

    private static final Set<String> NEED_NO_RUNTIME = Set.of("check", "push", "pull", "set");

    /** What a command has said, and its exit status. */
    public record Said(int status, String out, String err) {

        /** Whether all of these are in it, in this order. */
        public boolean names(String... words) {
            int at = 0;
            for (String word : words) {
                at = out.indexOf(word, at);
                if (at < 0) {
                    return false;
                }
                at += word.length();
            }
            return true;
        }
    }

    /** Runs a command in this JVM, which spares a second of a processor. It asks the runtime in {@link #temporary}. */
    public Said run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        if (!NEED_NO_RUNTIME.contains(command.get(0)) && !command.contains("--control")) {
            command.addAll(List.of("--control", socket().toString()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = CommandLine.run(
                command.toArray(String[]::new),
                served -> fail(command + " serves"),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Said(status, out.toString(), err.toString());
    }

    public Path socket() throws Exception {
        Path[] socket = new Path[1];
        Await.until(
                "a control socket",
                Await.LONG,
                () -> {
                    try (Stream<Path> sockets = Files.find(temporary, 2, (file, is) -> file.endsWith("control"))) {
                        socket[0] = sockets.findFirst().orElse(null);
                    }
                    return socket[0] != null;
                },
                () -> temporary);
        return socket[0];
    }

    /** Runs {@code bin/funclet} in a process of its own, which looks for the runtime itself. */
    public Said launch(String... arguments) throws IOException, InterruptedException {
        return launch(Map.of(), arguments);
    }

    public Said launch(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(RuntimeProcess.distribution().resolve("bin/funclet").toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(workingDirectory, "operator", ".out");
        Path err = Files.createTempFile(workingDirectory, "operator", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches(
                        "(BAETYL|OPENEDGE|FUNCLET)_.*|JAVA_OPTS|JAVA_TOOL_OPTIONS|RUNTIME_DIRECTORY|XDG_RUNTIME_DIR"));
        builder.environment().put("JAVA_OPTS", RuntimeStart.C1_ALONE + " -Djava.io.tmpdir=" + temporary);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " does not end");
        return new Said(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    public JsonObject ps() throws Exception {
        Said said = run("ps", "--json");
        assertTrue(said.status() == 0, said::toString);
        return JsonParser.parseString(said.out()).getAsJsonObject();
    }

    /** Asks once. The answer has to name all of these, in this order. */
    public Said explain(String subject, String... words) throws Exception {
        Said said = run("explain", subject);
        assertTrue(said.names(words), () -> "explain " + subject + ": " + said + " does not name " + List.of(words));
        return said;
    }

    /** Asks until the answer names all of these, in this order: what is asked about may be under way. */
    public Said awaitExplanation(String subject, String... words) throws Exception {
        Said[] last = new Said[1];
        Await.until(
                "explain " + subject + " names " + String.join(", ", words),
                Await.LONG,
                () -> {
                    last[0] = run("explain", subject);
                    return last[0].names(words);
                },
                () -> last[0]);
        return last[0];
    }
}
