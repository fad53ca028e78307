package io.funclet.host.it.runtime;

import io.funclet.host.it.jar.FunctionJar;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A directory for a runtime, and a function that answers what it is asked. */
public abstract class StartDirectory {

    public static final FunctionJar ECHO = FunctionJar.of("it.start", "echo", "return event;");

    @TempDir
    public Path directory;
}
