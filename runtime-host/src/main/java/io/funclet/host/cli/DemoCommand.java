package io.funclet.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;

/** Runs the {@link Demo}, and cleans up after it however it ends. */
@Command(
        name = "demo",
        header = "Show in a minute what Funclet does.",
        description = {
            "",
            "Starts a runtime in a temporary directory on a free port, adds, calls, updates and removes functions, and"
                    + " stops it. Leaves nothing behind.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:All went as it should.", "1:Something failed.", "2:The arguments are wrong."},
        footerHeading = "%nExamples:%n",
        footer = "  funclet demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException {
        String home = System.getProperty("funclet.home");
        if (home == null) {
            System.err.println("funclet: the demo is started by bin/funclet of a distribution");
            return 1;
        }
        try (Scratch scratch = Scratch.create("demo");
                RuntimeProcess runtime = RuntimeProcess.start(
                        Path.of(home, "bin", "funclet"),
                        Files.createDirectory(scratch.directory().resolve("functions")))) {
            AtomicBoolean interrupted = new AtomicBoolean();
            // Before anything that takes time: from here on a signal leaves nothing behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                interrupted.set(true);
                runtime.end();
                scratch.delete();
            }));
            try (Connection connection = Connection.plaintext(runtime.address())) {
                Story story = new Story(System.out, Terminal.standardOutput().hasColours());
                new Demo(story, Path.of(home), scratch.directory(), runtime, connection).run();
                return 0;
            } catch (IOException | RuntimeException e) {
                // An interrupted demo fails because its runtime and its files go away under it: nothing to report.
                if (!interrupted.get()) {
                    report(e, runtime);
                }
                return 1;
            }
        }
    }

    private static void report(Exception failure, RuntimeProcess runtime) {
        System.err.println("funclet: the demo failed: " + failure);
        System.err.println("The runtime's last lines were:");
        runtime.lastLines().forEach(line -> System.err.println("  " + line));
    }
}
