package io.funclet.host.cli.option;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.client.ControlSocket;
import io.funclet.host.cli.client.ControlSocketLocations;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.proto.control.v1.StatusReply;
import io.funclet.proto.control.v1.StatusRequest;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Selects a running runtime. */
public final class ControlOptions {

    private static final int MOST_DIRECTORIES = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Option(
            names = "--control",
            paramLabel = "PATH|PID",
            description =
                    "Which runtime, where several run: its control socket, or its process number. Unless told, the"
                            + " one that FUNCLET_CONTROL names, or the only one that this user may ask.")
    private String control;

    /** Connects to the selected runtime, which was reachable just now. */
    public ControlClient connect() throws IOException {
        Map<String, String> environment = System.getenv();
        return ControlClient.at(
                socket(control, environment, ControlSocketLocations.of(environment), ControlOptions::described));
    }

    /**
     * Finds a control socket at which a runtime listens. If there is none, or more than one, the message lists them.
     *
     * @param asked the value of the option; {@code null} if missing
     * @param places the default places of sockets
     * @param described describes one of several runtimes
     */
    static Path socket(
            String asked,
            Map<String, String> environment,
            ControlSocketLocations places,
            Function<ControlSocket, String> described)
            throws IOException {
        String told =
                environment.getOrDefault(FuncletVariable.CONTROL.toString(), "").strip();
        String named = asked != null ? asked : told.equals("off") ? "" : told;
        boolean isProcess = !named.isEmpty() && named.chars().allMatch(Character::isDigit);
        if (!named.isEmpty() && !isProcess) {
            Path path = path(named);
            new ControlSocket(path).require();
            return path;
        }
        List<ControlSocket> meant = ControlSocket.among(places.all()).stream()
                .filter(socket -> !isProcess || socket.process().equals(named))
                .toList();
        List<ControlSocket> found = meant.stream()
                .filter(socket -> socket.isOwn() && socket.isAnswered())
                .toList();
        if (found.size() == 1) {
            return found.get(0).path();
        }
        if (found.isEmpty()) {
            throw new IOException(
                    none(isProcess ? "with the process number " + named + " " : "", places) + others(meant));
        }
        throw new IOException("several runtimes run, choose one by --control: "
                + found.stream()
                        .map(socket -> socket.process() + " (" + described.apply(socket) + ")")
                        .collect(Collectors.joining(", ")));
    }

    /** Its name, address and directories, or else its socket, to help the user choose. */
    private static String described(ControlSocket socket) {
        try (ControlClient client = ControlClient.at(socket.path())) {
            StatusReply status = client.ask(PATIENCE, stub -> stub.status(StatusRequest.getDefaultInstance()));
            return TerminalText.of(status.getName()) + " at " + TerminalText.of(status.getAddress()) + ", serves "
                    + directories(status.getDirectoriesList().stream()
                            .map(directory -> TerminalText.of(directory.getPath()))
                            .toList());
        } catch (IOException silent) {
            return socket.path().toString();
        }
    }

    /** Managers may configure hundreds. */
    static String directories(List<String> all) {
        int more = all.size() - MOST_DIRECTORIES;
        return String.join(" and ", all.subList(0, Math.min(all.size(), MOST_DIRECTORIES)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static Path path(String named) throws IOException {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new IOException("\"" + named + "\" is neither the path of a control socket nor a process number", e);
        }
    }

    private static String none(String which, ControlSocketLocations places) {
        return "no running runtime " + which + "was found in " + places
                + " that this user may ask; --control names the"
                + " socket of one whose FUNCLET_CONTROL or java.io.tmpdir is another";
    }

    /** The runtimes that only other users may ask; they may have ended. */
    private static String others(List<ControlSocket> sockets) {
        String others = sockets.stream()
                .filter(socket -> !socket.isOwn())
                .map(socket -> socket.process() + " of " + socket.owner())
                .distinct()
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : "; there is " + others + ", for that user and root to ask";
    }
}
