package io.funclet.host.upgrade;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The arguments that the launcher of this process got. */
final class LaunchCommand {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    /** As the launcher names it. */
    private static final String MAIN_CLASS = "io.funclet.host.Main";

    private LaunchCommand() {}

    /** What follows the main class: Java itself keeps only a line of all of them. */
    static List<String> arguments() throws IOException {
        String line = new String(Files.readAllBytes(COMMAND_LINE), Charset.defaultCharset());
        List<String> command = List.of(line.split("\0", -1));
        int main = command.indexOf(MAIN_CLASS);
        if (main < 0) {
            throw new IOException("this process was not started by bin/funclet");
        }
        // The last argument ends with a zero, too.
        return command.subList(main + 1, command.size() - 1);
    }
}
