package io.funclet.host.deploy.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What the system says of its mounts. */
public final class MountOptions {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private record Mount(String point, String options) {

        /** A line has the columns device, mount point, type and options, with blanks as octal numbers. */
        static Mount of(String line) {
            String[] columns = line.split(" ");
            return new Mount(columns[1].replace("\\040", " "), columns[3]);
        }

        boolean forbidsExecution() {
            return Arrays.asList(options.split(",")).contains("noexec");
        }
    }

    private MountOptions() {}

    /**
     * Why libraries of a bundle cannot be loaded from the temporary directory of this process, to which libraries are
     * unpacked: it is mounted {@code noexec}. Empty if they can, or if that is not known.
     */
    public static Optional<String> fault(Carrier carrier) {
        return carrier.libraries().stream().findFirst().flatMap(library -> fault(library.path()));
    }

    private static Optional<String> fault(String library) {
        String directory = System.getProperty("java.io.tmpdir", "");
        try (Stream<String> lines = Files.lines(MOUNTS)) {
            Path real = Path.of(directory).toRealPath();
            // The longest mount point holds it; of equal ones, the last is on top.
            return lines.map(Mount::of)
                    .filter(mount -> real.startsWith(mount.point()))
                    .reduce((one, other) -> other.point().length() < one.point().length() ? one : other)
                    .filter(Mount::forbidsExecution)
                    .map(mount -> library + " cannot be loaded from " + directory + " (java.io.tmpdir), because "
                            + mount.point() + " is mounted noexec: set JAVA_OPTS=-Djava.io.tmpdir=DIR with a directory"
                            + " on another file system, or mount this one without noexec");
        } catch (IOException | UncheckedIOException | ArrayIndexOutOfBoundsException unknown) {
            return Optional.empty();
        }
    }
}
