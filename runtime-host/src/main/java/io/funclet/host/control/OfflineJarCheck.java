package io.funclet.host.control;

import io.funclet.host.deploy.check.OfflineCheck;
import io.funclet.proto.control.v1.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The question that needs no running process: whether it would take a jar. */
public final class OfflineJarCheck {

    private OfflineJarCheck() {}

    /**
     * Checks a jar in a framework of its own, in this process.
     *
     * @param jar the jar
     * @param directory the code directory that it is meant for; empty for one without other jars
     * @param work an empty directory, for copies
     * @return what would become of it; in tone {@code GOOD} if it would be taken
     * @throws IOException if the jar or the directory cannot be read; the message says which and why
     */
    public static Explanation of(Path jar, Optional<Path> directory, Path work) throws IOException {
        return ControlMessages.of(OfflineCheck.run(jar, directory, work));
    }
}
