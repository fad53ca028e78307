package io.funclet.host.deploy;

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
 * Notices that a jar is another one although FileInstall, which compares size and modification time, sees no change.
 * Stands between it and its installer, and so knows what a jar was before anybody has read it.
 */
final class JarWatch implements ArtifactInstaller {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

    /** A jar costs about 5 microseconds of a core a round: with this, half a thousandth of a core, however many there are. */
    private static final Duration INTERVAL_PER_JAR = Duration.ofMillis(10);

    private final ArtifactInstaller installer;
    private final Function<File, CodeDirectory> directories;
    private final Deployer deployer;

    /** The jars that FileInstall has told about, by file name. */
    private final Map<CodeDirectory, Map<String, FileIdentity>> seen;

    /**
     * Makes the watch.
     *
     * @param installer is told whatever FileInstall tells
     * @param directories finds the code directory of a file; {@code null} if it has none
     */
    JarWatch(
            ArtifactInstaller installer,
            Collection<CodeDirectory> all,
            Function<File, CodeDirectory> directories,
            Deployer deployer) {
        this.installer = installer;
        this.directories = directories;
        this.deployer = deployer;
        this.seen = all.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), directory -> new ConcurrentHashMap<>()));
    }

    /** How long to wait between two looks. */
    Duration interval() {
        int jars = seen.values().stream().mapToInt(Map::size).sum();
        Duration affordable = INTERVAL_PER_JAR.multipliedBy(jars);
        return affordable.compareTo(SHORTEST_INTERVAL) > 0 ? affordable : SHORTEST_INTERVAL;
    }

    /** Looks whether the jars of a directory are what they were. Those that have come or gone are FileInstall's news. */
    void look(CodeDirectory directory) {
        Map<String, FileIdentity> jars = seen.get(directory);
        jars.forEach((fileName, before) -> {
            FileIdentity now = FileIdentity.of(directory.path(), fileName);
            // Unless FileInstall has told of it meanwhile.
            if (!now.equals(before) && !now.equals(FileIdentity.NONE) && jars.replace(fileName, before, now)) {
                deployer.changed(directory, fileName);
            }
        });
    }

    /** The names of the jars that are known in a directory, some of which may be gone. A copy. */
    Set<String> known(CodeDirectory directory) {
        return Set.copyOf(seen.get(directory).keySet());
    }

    /** Knows no jar of a directory any more, until FileInstall tells about it anew. */
    void forget(CodeDirectory directory) {
        seen.get(directory).clear();
    }

    @Override
    public boolean canHandle(File artifact) {
        return installer.canHandle(artifact);
    }

    @Override
    public void install(File artifact) throws Exception {
        remember(artifact);
        installer.install(artifact);
    }

    @Override
    public void update(File artifact) throws Exception {
        remember(artifact);
        installer.update(artifact);
    }

    @Override
    public void uninstall(File artifact) throws Exception {
        CodeDirectory directory = directories.apply(artifact);
        if (directory != null) {
            seen.get(directory).remove(artifact.getName());
        }
        installer.uninstall(artifact);
    }

    /** Before a worker is told to read it: what changes afterwards then shows. */
    private void remember(File artifact) {
        CodeDirectory directory = directories.apply(artifact);
        if (directory != null) {
            seen.get(directory).put(artifact.getName(), FileIdentity.of(directory.path(), artifact.getName()));
        }
    }
}
