package io.funclet.host.upgrade;

import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.jdk.SocketDescriptors;
import io.funclet.host.upgrade.UpgradedRuntime.NamedSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts another version with the arguments, the environment and the listening sockets of this process. A process that Java
 * starts inherits descriptors 0 to 2 alone. So these stand for the sockets for a moment, and a shell moves them to where
 * {@code sd_listen_fds(3)} says.
 */
final class SuccessorProcess {

    /** For the calls, the bundles and the hooks of a process that has served already, and for clients that do not go. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    /** By the number of sockets. Standard output cannot be kept where it was that of the second socket. */
    private static final List<String> MOVES = List.of("exec 3<&0 </dev/null", "exec 3<&0 4<&1 </dev/null >&2");

    /** The process that systemd knows is told of, later. */
    private static final String LAUNCH = """

            export LISTEN_PID=$$
            [ "${SYSTEMD_EXEC_PID-}" != "$PPID" ] || export SYSTEMD_EXEC_PID=$$
            exec "$0" "$@"
            """;

    private SuccessorProcess() {}

    /**
     * Starts it. Two at once would get the sockets of each other. A process that a function starts at this moment by
     * {@code inheritIO} gets one, too, and keeps the port until it ends.
     *
     * @param link the path of the socket where it tells how it is
     */
    static synchronized Process start(Path launcher, List<String> arguments, List<NamedSocket> sockets, Path link)
            throws IOException {
        if (sockets.size() > MOVES.size()) {
            throw new IOException("a new process can inherit at most " + MOVES.size()
                    + " listening sockets, and this one has " + sockets.size() + " ("
                    + sockets.stream().map(NamedSocket::name).collect(Collectors.joining(", "))
                    + "): restart the runtime with the other version");
        }
        SocketDescriptors descriptors = SocketDescriptors.ofThisJava();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", MOVES.get(sockets.size() - 1) + LAUNCH));
        command.add(launcher.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "LISTEN_FDS",
                        Integer.toString(sockets.size()),
                        "LISTEN_FDNAMES",
                        sockets.stream().map(NamedSocket::name).collect(Collectors.joining(":")),
                        FuncletVariable.PREDECESSOR.toString(),
                        link.toString()));
        int[] kept = new int[sockets.size()];
        int replaced = 0;
        try {
            for (; replaced < sockets.size(); replaced++) {
                kept[replaced] = descriptors.duplicate(replaced);
                descriptors.replace(
                        descriptors.number(sockets.get(replaced).socket().channel()), replaced);
            }
            // Returns when the shell runs.
            return builder.start();
        } finally {
            while (--replaced >= 0) {
                descriptors.replace(kept[replaced], replaced);
                descriptors.close(kept[replaced]);
            }
        }
    }

    /**
     * Waits for its end, also if it serves already: its calls end first.
     *
     * @param asked whether it was asked to end, which it does with more care than after a signal
     */
    static void stop(Process process, boolean asked) throws InterruptedException {
        if (asked && ends(process)) {
            return;
        }
        process.destroy();
        if (!ends(process)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean ends(Process process) throws InterruptedException {
        return process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
