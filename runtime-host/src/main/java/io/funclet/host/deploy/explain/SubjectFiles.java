package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.FileStatus;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Which files of a code directory an operator means by a name. */
final class SubjectFiles {

    private final CodeDirectory directory;
    private final DirectoryStatus status;

    SubjectFiles(CodeDirectory directory, DirectoryStatus status) {
        this.directory = directory;
        this.status = status;
    }

    /** The files with this name, or else those that serve or offer a function with it; also a new file. */
    Set<String> meant(String subject) {
        Set<String> meant = new TreeSet<>();
        status.files().stream().filter(file -> isCalled(file, subject)).forEach(file -> meant.add(file.file()));
        if (meant.isEmpty()) {
            status.handlers().stream()
                    .filter(handler -> handler.serving() != null && handler.isCalled(subject))
                    .forEach(handler -> meant.add(handler.serving().file()));
        }
        if (meant.isEmpty()) {
            status.files().stream()
                    .filter(file -> file.functions().contains(subject))
                    .forEach(file -> meant.add(file.file()));
        }
        if (meant.isEmpty() && JarName.is(subject) && subject.indexOf('/') < 0) {
            Path unnoticed = path().resolve(subject);
            if (Files.exists(unnoticed, LinkOption.NOFOLLOW_LINKS)) {
                meant.add(subject);
            }
        }
        return meant;
    }

    /** Whether a file has a name: its own, with or without its path, or that of its bundle. */
    boolean isCalled(FileStatus file, String subject) {
        return file.file().equals(subject)
                || directory.label(file.file()).equals(subject)
                || path().resolve(file.file()).toString().equals(subject)
                || isCalled(file.bundle() + " " + file.version(), subject)
                || file.last() != null
                        && file.last().isBad()
                        && isCalled(file.last().bundle(), subject);
    }

    /** By its symbolic name, with or without its version. */
    private static boolean isCalled(String bundle, String subject) {
        return !bundle.isBlank() && (bundle.equals(subject) || bundle.startsWith(subject + " "));
    }

    /** Normalized, so that equal paths are equal. */
    Path path() {
        return directory.path().toAbsolutePath().normalize();
    }
}
