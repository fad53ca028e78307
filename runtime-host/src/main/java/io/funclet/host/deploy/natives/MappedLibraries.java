package io.funclet.host.deploy.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries that the process has, as the system lists them. */
final class MappedLibraries {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String DELETED = " (deleted)";

    /** Before the path there are five columns. */
    private static final int PATH_COLUMN = 6;

    private final Set<String> paths;

    private MappedLibraries(Set<String> paths) {
        this.paths = paths;
    }

    /** The present ones; none if the system does not list them. */
    static MappedLibraries now() {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return new MappedLibraries(lines.map(line -> line.split(" +", PATH_COLUMN))
                    .filter(columns -> columns.length == PATH_COLUMN && columns[PATH_COLUMN - 1].startsWith("/"))
                    .map(columns -> columns[PATH_COLUMN - 1])
                    .collect(Collectors.toSet()));
        } catch (IOException | UncheckedIOException notLinux) {
            return new MappedLibraries(Set.of());
        }
    }

    /** Whether a library is among them. Of a deleted file only the name is known. */
    boolean have(NativeLibrary library) {
        String fileName = NativeLibrary.fileName(library.path());
        return paths.stream().anyMatch(path -> {
            String mapped = NativeLibrary.fileName(path);
            return mapped.equals(fileName + DELETED) || mapped.equals(fileName) && isContent(path, library.content());
        });
    }

    /**
     * A library of this name that is none of these: the path of its file, which may have a longer version in its name than
     * its SONAME has.
     */
    Optional<String> other(String library, Set<Long> contents) {
        return paths.stream()
                .filter(path -> !path.endsWith(DELETED))
                .filter(path -> (NativeLibrary.fileName(path) + ".").startsWith(library + "."))
                .filter(path -> contents.stream().noneMatch(content -> isContent(path, content)))
                .findFirst();
    }

    private static boolean isContent(String path, long content) {
        try {
            return JarLibraries.content(Path.of(path)) == content;
        } catch (IOException unreadable) {
            return true;
        }
    }
}
