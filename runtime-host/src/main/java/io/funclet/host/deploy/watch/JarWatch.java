package io.funclet.host.deploy.watch;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.FileIdentity;
import java.io.File;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.felix.fileinstall.ArtifactInstaller;

/**
 * FileInstall's extension point: takes over every jar of the code directories, because FileInstall's own handling takes
 * down the working version before it knows whether the new one works. Also notices that a jar is another one although
 * FileInstall, which compares size and modification time, sees no change.
 *
 * <p>Called on the thread of the directory's watch, which is never kept.
 */
public final class JarWatch implements ArtifactInstaller {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

    /**
     * A look at a jar takes about 5 microseconds of a core, at one that is a link five times as long: with this, all of
     * them take half a thousandth of a core, however many there are.
     */
    private static final Duration INTERVAL_PER_JAR = Duration.ofMillis(10);

    private static final int JARS_PER_LINK = 5;

    private final Function<File, CodeDirectory> directories;
    private final DeployedFiles files;

    /** The jars that FileInstall has told about, by file name. */
    private final Map<CodeDirectory, Map<String, FileIdentity>> seen;

    /**
     * Makes the watch.
     *
     * @param directories finds the code directory of a file; {@code null} if it has none
     */
    public JarWatch(Collection<CodeDirectory> all, Function<File, CodeDirectory> directories, DeployedFiles files) {
        this.directories = directories;
        this.files = files;
        this.seen = all.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), directory -> new ConcurrentHashMap<>()));
    }

    /** How long to wait between two looks. */
    public Duration interval() {
        int jars = seen.values().stream()
                .flatMap(known -> known.values().stream())
                .mapToInt(jar -> jar.link() == null ? 1 : JARS_PER_LINK)
                .sum();
        Duration affordable = INTERVAL_PER_JAR.multipliedBy(jars);
        return affordable.compareTo(SHORTEST_INTERVAL) > 0 ? affordable : SHORTEST_INTERVAL;
    }

    /** Looks whether the jars of a directory are what they were. Those that have come or gone are FileInstall's news. */
    public void look(CodeDirectory directory) {
        Map<String, FileIdentity> jars = seen.get(directory);
        jars.forEach((fileName, before) -> {
            FileIdentity now = FileIdentity.of(directory.path(), fileName);
            // Unless FileInstall has told of it meanwhile.
            if (!now.equals(before) && !now.equals(FileIdentity.NONE) && jars.replace(fileName, before, now)) {
                files.get(directory, fileName).look();
            }
        });
    }

    /** Knows no jar of a directory any more, until FileInstall tells about it anew. Returns the names of the known ones. */
    Set<String> forget(CodeDirectory directory) {
        Map<String, FileIdentity> jars = seen.get(directory);
        Set<String> known = Set.copyOf(jars.keySet());
        jars.keySet().removeAll(known);
        return known;
    }

    /**
     * All that FileInstall finds, also where a link leads only for a moment and no code directory is known: its own
     * handling would take down what serves.
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
            // Before a worker is told to read it: what changes afterwards then shows.
            seen.get(directory).put(artifact.getName(), FileIdentity.of(directory.path(), artifact.getName()));
            files.get(directory, artifact.getName()).look();
        }
    }

    @Override
    public void uninstall(File artifact) {
        CodeDirectory directory = directories.apply(artifact);
        if (directory != null) {
            seen.get(directory).remove(artifact.getName());
            files.get(directory, artifact.getName()).look();
        }
    }
}
