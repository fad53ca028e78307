package io.funclet.host.cli.dev;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Files of directories, as authors see them: without what editors, tools and version control put there. */
final class SourceTree {

    private static final Set<String> OF_TOOLS = Set.of("target", "build", "out", "bin", "node_modules");

    private SourceTree() {}

    /** Whether its author has written the file or made the directory of this name: not an editor's copy. */
    static boolean isOfTheAuthor(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".")
                && !name.startsWith("#")
                && !name.endsWith("~")
                && !name.matches("4913|.*\\.(sw.|tmp|bak|orig)|.*___jb_.*___");
    }

    /**
     * Visits a directory and those below it, and their files. One that is not there is empty.
     *
     * @param isProject whether tools may have directories of their own in it
     */
    static void walk(Path root, boolean isProject, BiConsumer<Path, BasicFileAttributes> visitor) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Set<FileVisitOption> follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(root, follow, Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean foreign = !directory.equals(root)
                        && (!isOfTheAuthor(directory)
                                || isProject
                                        && directory.getParent().equals(root)
                                        && OF_TOOLS.contains(
                                                directory.getFileName().toString()));
                if (foreign) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                visitor.accept(directory, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean leadsNowhere = attributes.isSymbolicLink();
                if (isOfTheAuthor(file) && !leadsNowhere) {
                    visitor.accept(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (gone instanceof NoSuchFileException || gone instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw gone;
            }
        });
    }

    static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    static boolean isKotlin(Path file) {
        return file.toString().endsWith(".kt");
    }

    /** The files of a directory and of those below it; none if it is not there. */
    static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        walk(root, false, (path, attributes) -> {
            if (!attributes.isDirectory()) {
                files.add(path);
            }
        });
        return files;
    }

    /** Copies a file to its place below another directory. */
    static void copy(Path file, Path from, Path to) throws IOException {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a directory with all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> all;
            try (Stream<Path> paths = Files.walk(directory)) {
                all = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
    }
}
