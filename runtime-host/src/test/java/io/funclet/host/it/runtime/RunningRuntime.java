package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a test asks of a runtime that runs, and waits for. */
public interface RunningRuntime {

    Workspace workspace();

    /** The process of the runtime, if it has one of its own. */
    RuntimeProcess runtime();

    /** What the process has written to standard error, or the runtime for its log where it has no process of its own. */
    default List<String> err() {
        return runtime().err();
    }

    /** A connection for calls one at a time. */
    Callers callers();

    /** Whether its log goes there, and to no file. */
    boolean logsToStandardError();

    default Path path() {
        return workspace().path();
    }

    default int port() {
        return workspace().port();
    }

    /** A code directory. */
    default Path code(String directory) throws IOException {
        return workspace().code(directory);
    }

    /** The code directory of {@code funclet serve}. */
    default Path served() {
        return path().resolve("code");
    }

    default LogFile log() {
        return workspace().log();
    }

    /** Where the process has its temporary files. */
    default Path temporary() {
        return path().resolve("tmp");
    }

    /** The commands for operators. */
    default Operator operator() {
        return new Operator(path(), temporary());
    }

    default void deploy(FunctionJar.Bundle bundle, String directory, String file) throws IOException {
        bundle.build().deploy(code(directory), file);
    }

    /** Calls a function until it answers this. Meanwhile it answers what is given, or anything if nothing is. */
    default void awaitAnswer(String function, String text, String... before) throws Exception {
        String[] answer = new String[1];
        Await.until(
                function + " answers " + text,
                Await.LONG,
                () -> {
                    answer[0] = callers().call(function, "");
                    assertTrue(
                            before.length == 0
                                    || answer[0].equals(text)
                                    || List.of(before).contains(answer[0]),
                            answer[0]);
                    return answer[0].equals(text);
                },
                () -> answer[0]);
    }

    /** What the runtime has logged. */
    default List<String> lines() {
        try {
            return logsToStandardError() ? err() : log().lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for one line of the log that has all of these parts, and returns it. */
    default String awaitLine(String... parts) throws Exception {
        String[] found = new String[1];
        Await.until(
                "a line with " + String.join(" ... ", parts),
                Await.LONG,
                () -> {
                    found[0] = lines().stream()
                            .filter(line -> Stream.of(parts).allMatch(line::contains))
                            .findFirst()
                            .orElse(null);
                    return found[0] != null;
                },
                this::err);
        return found[0];
    }

    /** Returns when the runtime has looked at everything in a directory: a file that came last has been spoken of. */
    default void awaitScanOf(Path directory) throws Exception {
        String fileName = "scan" + System.nanoTime() + ".jar";
        FunctionJar.withManifest(Map.of()).deploy(directory, fileName);
        awaitLine(fileName);
        Files.delete(directory.resolve(fileName));
    }

    default void awaitServing(String... handlers) throws Exception {
        workspace().awaitServing(handlers);
    }
}
