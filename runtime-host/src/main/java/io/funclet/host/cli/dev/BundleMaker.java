package io.funclet.host.cli.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** bnd, kept warm. For one thread. */
final class BundleMaker {

    private final Function<List<String>, List<String>> tool;

    BundleMaker(Distribution distribution) throws IOException {
        // bnd brings SLF4J, which would tell that it logs nowhere.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        tool = distribution.bundleTool();
    }

    /** @throws BuildException with what bnd says */
    List<String> make(List<String> arguments) throws BuildException {
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        // bnd looks for its plugins there.
        thread.setContextClassLoader(tool.getClass().getClassLoader());
        try {
            return tool.apply(arguments);
        } catch (UncheckedIOException failed) {
            // The author knows nothing of the directory of the compiled classes.
            String message = failed.getCause().getMessage().replace(arguments.get(1) + ": ", "");
            throw new BuildException(message.lines().toList());
        } finally {
            thread.setContextClassLoader(outer);
        }
    }
}
