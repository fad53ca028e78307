package io.funclet.host.log.file;

import java.io.FileDescriptor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Standard output or standard error that is a pipe, which the manager may not read: see {@link PipeOutput}. */
public final class PipeStream extends PrintStream {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final PipeOutput pipe;

    private PipeStream(PipeOutput pipe) {
        super(pipe, true, StandardCharsets.UTF_8);
        this.pipe = pipe;
    }

    /**
     * Replaces {@code System.out} and {@code System.err} if they are pipes. From then on, a write of Java code waits
     * for a reader for at most a quarter of a second, and is then lost. Not for commands, whose readers get all. Does
     * nothing the second time.
     */
    public static void install() {
        if (System.out instanceof PipeStream || System.err instanceof PipeStream) {
            return;
        }
        if (PipeOutput.isPipe(DESCRIPTORS.resolve("1"))) {
            System.setOut(new PipeStream(new PipeOutput(FileDescriptor.out, "standard output")));
        }
        if (PipeOutput.isPipe(DESCRIPTORS.resolve("2"))) {
            System.setErr(new PipeStream(new PipeOutput(FileDescriptor.err, "standard error")));
        }
    }

    /** Takes the pending message about a stream; {@code null} if there is none. */
    public static String takeNews(PrintStream stream) {
        return stream instanceof PipeStream piped ? piped.pipe.takeNews() : null;
    }
}
