package io.funclet.host.upgrade;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The arguments that the launcher of this process got. */
final class LaunchCommand {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private LaunchCommand() {}

    /** What follows {@code -jar FILE}: Java itself keeps only a line of all of them. */
    static List<String> arguments() throws IOException {
        String line = new String(Files.readAllBytes(COMMAND_LINE), Charset.defaultCharset());
        List<String> command = List.of(line.split("\0", -1));
        int jar = command.indexOf("-jar");
        if (jar < 0) {
            throw new IOException("this process was not started by bin/funclet");
        }
        // The last argument ends with a zero, too.
        return command.subList(jar + 2, command.size() - 1);
    }
}
