package io.funclet.host.deploy.file;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.JarName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of all code directories, by directory and name. Any thread. */
public final class DeployedFiles {

    private final DeployContext context;
    private final Consumer<DeployedFile> look;
    private final FileLocks locks = new FileLocks();

    private final AtomicLong looks = new AtomicLong();

    private final Map<String, DeployedFile> files = new ConcurrentHashMap<>();

    /** @param look lets a worker look at a file; returns at once */
    public DeployedFiles(DeployContext context, Consumer<DeployedFile> look) {
        this.context = context;
        this.look = look;
    }

    public FileLocks locks() {
        return locks;
    }

    public void hasLooked() {
        looks.incrementAndGet();
    }

    /** How often files have been looked at. */
    public long looks() {
        return looks.get();
    }

    /** The known files of a directory, without the one that stands for its class path. */
    public Stream<DeployedFile> in(CodeDirectory directory) {
        return files.values().stream().filter(file -> file.directory() == directory && !file.isClassPath());
    }

    /** A file, which becomes known. */
    public DeployedFile get(CodeDirectory directory, String fileName) {
        DeployedFile classPath = files.computeIfAbsent(
                key(directory, JarName.CLASS_PATH),
                key -> new DeployedFile(context, look, directory, JarName.CLASS_PATH, null));
        return files.computeIfAbsent(
                key(directory, fileName), key -> new DeployedFile(context, look, directory, fileName, classPath));
    }

    /** A file, if it is known. A look at what is shown must not make one known that is being forgotten. */
    public Optional<DeployedFile> find(CodeDirectory directory, String fileName) {
        return Optional.ofNullable(files.get(key(directory, fileName)));
    }

    /** The file that a bundle comes from. */
    public DeployedFile of(InstalledJar jar) {
        return get(jar.directory(), jar.staged().fileName());
    }

    public Set<DeployedFile> of(Collection<InstalledJar> jars) {
        Set<DeployedFile> of = new HashSet<>();
        for (InstalledJar jar : jars) {
            of.add(of(jar));
        }
        return of;
    }

    /** A bundle has come or gone: looks again at files of its directory that may have waited for that. */
    public void lookAgain(DeployedFile changed) {
        changed.directory().activity().hasChanged();
        in(changed.directory())
                .filter(file -> file != changed && file.isWaiting())
                .forEach(DeployedFile::look);
    }

    /** Forgets a file of which nothing is left: each version may have a new name. */
    public void forget(DeployedFile file) {
        files.computeIfPresent(
                key(file.directory(), file.name()), (key, known) -> known == file && file.forget() ? null : known);
    }

    private static String key(CodeDirectory directory, String fileName) {
        return directory.number() + "/" + fileName;
    }
}
