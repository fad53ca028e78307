package io.funclet.host.control;

import io.funclet.host.deploy.check.OfflineCheck;
import io.funclet.proto.control.v1.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Checks without a running process whether it would deploy a jar. */
public final class OfflineJarCheck {

    private OfflineJarCheck() {}

    /**
     * Checks a jar in a framework of its own, in this process. The result is in tone {@code GOOD} if the jar would be
     * deployed.
     *
     * @param directory the code directory for the jar; empty for one without other jars
     * @param work an empty directory, for copies
     * @throws IOException if the jar or the directory cannot be read; the message says which and why
     */
    public static Explanation of(Path jar, Optional<Path> directory, Path work) throws IOException {
        return ControlMessages.of(OfflineCheck.run(jar, directory, work));
    }
}
