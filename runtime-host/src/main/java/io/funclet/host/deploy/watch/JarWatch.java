package io.funclet.host.deploy.watch;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.FileIdentity;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.felix.fileinstall.ArtifactInstaller;

/**
 * FileInstall's extension point, which handles every jar of the code directories. FileInstall itself would stop the working
 * version before it knows whether the new one works. Also notices a changed jar if FileInstall, which compares size and
 * modification time, does not, and is told of changes before FileInstall, which looks at all jars, notices them.
 *
 * <p>Called on the threads of FileInstall and of directory events, and returns at once.
 */
public final class JarWatch implements ArtifactInstaller {

    private static final Duration SHORTEST_INTERVAL = LaunchProfile.fixedWait(Duration.ofSeconds(5));

    /**
     * A look at a jar takes about 5 microseconds of a core, five times as long for a link. With this interval, all jars
     * together take half a thousandth of a core.
     */
    private static final Duration INTERVAL_PER_JAR = Duration.ofMillis(10);

    private static final int JARS_PER_LINK = 5;

    private final Function<File, CodeDirectory> directories;
    private final DeployedFiles files;

    /** The jars that FileInstall has reported, by file name. */
    private final Map<CodeDirectory, Map<String, FileIdentity>> seen = new ConcurrentHashMap<>();

    /** @param directories finds the code directory of a file; {@code null} if it has none */
    public JarWatch(Function<File, CodeDirectory> directories, DeployedFiles files) {
        this.directories = directories;
        this.files = files;
    }

    private Map<String, FileIdentity> seen(CodeDirectory directory) {
        return seen.computeIfAbsent(directory, any -> new ConcurrentHashMap<>());
    }

    public Duration interval() {
        int jars = 0;
        for (Map<String, FileIdentity> known : seen.values()) {
            for (FileIdentity jar : known.values()) {
                jars += jar.link() == null ? 1 : JARS_PER_LINK;
            }
        }
        Duration affordable = INTERVAL_PER_JAR.multipliedBy(jars);
        return affordable.compareTo(SHORTEST_INTERVAL) > 0 ? affordable : SHORTEST_INTERVAL;
    }

    /** Looks whether jars of a directory have changed. FileInstall reports those that have come or gone. */
    public void look(CodeDirectory directory) {
        Map<String, FileIdentity> jars = seen(directory);
        jars.forEach((fileName, before) -> {
            FileIdentity now = FileIdentity.of(directory.path(), fileName);
            // Unless FileInstall has reported it meanwhile.
            if (!now.equals(before) && !now.equals(FileIdentity.NONE) && jars.replace(fileName, before, now)) {
                files.get(directory, fileName).look();
            }
        });
    }

    /**
     * Lets a worker look at a jar that FileInstall has reported, if another file has taken its place. Such a file is
     * complete if it was renamed; if not, the worker finds that out. Asks the file system for this one file.
     *
     * @return whether it has
     */
    boolean replaced(Path jar) {
        return changed(jar, (before, now) -> now.size() > 0 && now.isOtherFileThan(before));
    }

    /**
     * Lets a worker look at a jar that FileInstall has reported, because it was written to.
     *
     * @return false if FileInstall has not reported it, or it is gone
     */
    boolean written(Path jar) {
        // Its identity may be the same: two writes within a tick of the file system's clock.
        return changed(jar, (before, now) -> true);
    }

    private boolean changed(Path jar, BiPredicate<FileIdentity, FileIdentity> concerns) {
        CodeDirectory directory = directories.apply(jar.toFile());
        String fileName = jar.getFileName().toString();
        FileIdentity before = directory == null ? null : seen(directory).get(fileName);
        if (before == null) {
            return false;
        }
        FileIdentity now = FileIdentity.of(directory.path(), fileName);
        boolean told = !now.equals(FileIdentity.NONE)
                && concerns.test(before, now)
                && seen(directory).replace(fileName, before, now);
        if (told) {
            files.get(directory, fileName).look();
        }
        return told;
    }

    /** Forgets the jars of a directory until FileInstall reports them again. Returns their names. */
    Set<String> forget(CodeDirectory directory) {
        Map<String, FileIdentity> jars = seen(directory);
        Set<String> known = Set.copyOf(jars.keySet());
        jars.keySet().removeAll(known);
        return known;
    }

    /** Forgets a directory that no function needs any more. */
    public void leave(CodeDirectory directory) {
        seen.remove(directory);
    }

    /**
     * All files, also behind a link that leads for a moment to no code directory: FileInstall itself would stop what serves.
     */
    @Override
    public boolean canHandle(File artifact) {
        return true;
    }

    @Override
    public void install(File artifact) {
        update(artifact);
    }

    @Override
    public void update(File artifact) {
        CodeDirectory directory = directories.apply(artifact);
        if (directory != null) {
            // Before a worker reads it, so that later changes show.
            FileIdentity now = FileIdentity.of(directory.path(), artifact.getName());
            FileIdentity before = seen(directory).put(artifact.getName(), now);
            // FileInstall may be the last to notice.
            if (!now.equals(before) || now.equals(FileIdentity.NONE)) {
                files.get(directory, artifact.getName()).look();
            }
        }
    }

    @Override
    public void uninstall(File artifact) {
        CodeDirectory directory = directories.apply(artifact);
        if (directory != null) {
            seen(directory).remove(artifact.getName());
            files.get(directory, artifact.getName()).look();
        }
    }
}
