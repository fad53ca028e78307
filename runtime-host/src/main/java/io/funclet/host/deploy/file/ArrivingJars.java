package io.funclet.host.deploy.file;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.JarName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Jars of a code directory that Funclet has not dealt with yet, or not even noticed: several come together. */
public final class ArrivingJars {

    /** A start with many jars may take longer. A jar that hangs must not hold up others. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeployedFiles files;

    public ArrivingJars(DeployedFiles files) {
        this.files = files;
    }

    /** Waits until all jars of a directory have been tried, for ten seconds at most. Returns at once if that is so. */
    public void await(CodeDirectory directory) {
        directory.activity().await(() -> !areComing(directory), PATIENCE);
    }

    private boolean areComing(CodeDirectory directory) {
        try (Stream<Path> all = Files.list(directory.path())) {
            return all.anyMatch(path -> JarName.is(path.getFileName().toString())
                    && Files.isRegularFile(path)
                    && isComing(directory, path));
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }

    private boolean isComing(CodeDirectory directory, Path path) {
        DeployedFile file = files.get(directory, path.getFileName().toString());
        return file.isUnderWay() || file.outcomes().last() == null;
    }
}
