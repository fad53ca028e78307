package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A limit of threads, as a container has it: a cgroup of its own, which takes root and a machine that has them. */
public record PidsLimit(Path group) implements AutoCloseable {

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/pids");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    /** Skips the test where there is none to be had. */
    public static PidsLimit of(int threads) throws IOException {
        Path parent = Files.exists(VERSION_1) ? VERSION_1 : VERSION_2;
        PidsLimit limit;
        try {
            limit = new PidsLimit(Files.createTempDirectory(parent, "funclet-test-"));
        } catch (IOException notHere) {
            assumeTrue(false, "no cgroup can be made: " + notHere);
            throw notHere;
        }
        if (!Files.isWritable(limit.group.resolve("pids.max"))) {
            limit.close();
            assumeTrue(false, "this cgroup has no limit of threads");
        }
        limit.set(threads);
        return limit;
    }

    /** Where the members are written to. */
    public Path members() {
        return group.resolve("cgroup.procs");
    }

    public void set(int threads) throws IOException {
        Files.writeString(group.resolve("pids.max"), Integer.toString(threads));
    }

    /** From now on there is no further thread to be had, until another limit is set. */
    public void reach() throws IOException {
        // Also if some are about to end: below the number of those that there are, none comes.
        set(1);
    }

    @Override
    public void close() throws IOException {
        Files.delete(group);
    }
}
