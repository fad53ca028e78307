package io.funclet.host.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A directory for a runtime, and a function that answers what it is asked. */
abstract class StartDirectory {

    static final FunctionJar ECHO = FunctionJar.of("it.start", "echo", "return event;");

    @TempDir
    Path directory;
}
