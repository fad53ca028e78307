import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the content of a directory to a zip file, with unix modes, in the order of names and without times, so that the
 * same files make the same zip. Links are followed: not all that unpack a zip know them.
 */
class Zip {

    private static final FileTime TIME = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        URI zip = URI.create("jar:" + Path.of(arguments[1]).toUri());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            files = walk.filter(path -> !path.equals(directory)).sorted().toList();
        }
        try (FileSystem target = FileSystems.newFileSystem(zip, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            for (Path file : files) {
                Path entry = target.getPath("/" + directory.relativize(file));
                boolean executable = Files.isDirectory(file) || Files.isExecutable(file);
                if (Files.isDirectory(file)) {
                    Files.createDirectory(entry);
                } else {
                    Files.copy(file, entry);
                }
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                Files.setLastModifiedTime(entry, TIME);
            }
        }
    }
}
