package io.funclet.host.cli;

import io.funclet.host.config.ControlConfig;
import io.funclet.host.config.FuncletVariable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which running runtime is meant. */
final class ControlOptions {

    /** As {@code WorkDirectory} of the runtime names it: with the process's number, and something random. */
    private static final String DIRECTORIES = "funclet-[0-9]*-[0-9]*";

    @Option(
            names = "--control",
            paramLabel = "PATH|PID",
            description =
                    "Which runtime, where several run: its control socket, or its process number. Unless told, the"
                            + " one that FUNCLET_CONTROL names, or the only one that this user may ask.")
    private String control;

    /** Connects to the runtime that is meant. */
    Connection connect() throws IOException {
        return Connection.toSocket(socket(control, System.getenv(), Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /**
     * Finds a control socket.
     *
     * @param asked what the user has said; {@code null} if nothing
     * @param temporary where runtimes have their sockets unless they are told otherwise
     * @throws IOException if there is none, or more than one; the message says what there is
     */
    static Path socket(String asked, Map<String, String> environment, Path temporary) throws IOException {
        String told =
                environment.getOrDefault(FuncletVariable.CONTROL.toString(), "").strip();
        String named = asked != null ? asked : told.equals("off") ? "" : told;
        boolean isProcess = !named.isEmpty() && named.chars().allMatch(Character::isDigit);
        if (!named.isEmpty() && !isProcess) {
            Path path = Path.of(named);
            if (Files.notExists(path)) {
                throw new IOException("there is no control socket " + path + "; is the runtime running?");
            }
            return path;
        }
        List<Path> found = found(temporary);
        List<Path> meant = found.stream()
                .filter(path -> !isProcess || process(path).equals(named))
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        if (meant.isEmpty()) {
            throw new IOException("no running runtime " + (isProcess ? "with the process number " + named + " " : "")
                    + "was found in " + temporary + " that this user may ask; --control names the socket of one whose"
                    + " FUNCLET_CONTROL or java.io.tmpdir is another");
        }
        throw new IOException("several runtimes run, choose one by --control: "
                + meant.stream().map(path -> process(path) + " (" + path + ")").collect(Collectors.joining(", ")));
    }

    private static List<Path> found(Path temporary) throws IOException {
        List<Path> sockets = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, DIRECTORIES)) {
            for (Path directory : directories) {
                Path socket = directory.resolve(ControlConfig.FILE_NAME);
                if (Files.isReadable(socket) && Connection.isAnswered(socket)) {
                    sockets.add(socket);
                }
            }
        }
        sockets.sort(null);
        return sockets;
    }

    private static String process(Path socket) {
        return socket.getParent().getFileName().toString().split("-")[1];
    }
}
