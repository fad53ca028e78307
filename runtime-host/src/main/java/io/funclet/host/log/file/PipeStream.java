package io.funclet.host.log.file;

import java.io.FileDescriptor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Standard output or standard error of a process whose manager has made a pipe of it, and may not read it: see
 * {@link PipeOutput}.
 */
public final class PipeStream extends PrintStream {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final PipeOutput pipe;

    private PipeStream(PipeOutput pipe) {
        super(pipe, true, StandardCharsets.UTF_8);
        this.pipe = pipe;
    }

    /**
     * Takes the place of {@code System.out} and {@code System.err}, of each that is a pipe. From then on, what is written
     * there by this process's Java code waits for a reader a quarter of a second at most, and is lost beyond that. Not for
     * commands, whose readers get all. Does nothing the second time.
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

    /** What has to be said of a stream, once; {@code null} if nothing. */
    public static String takeNews(PrintStream stream) {
        return stream instanceof PipeStream piped ? piped.pipe.takeNews() : null;
    }
}
