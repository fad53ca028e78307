package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The bundles that the contents of files make: one of each bundle, and one class path of all plain jars together. */
public final class Changes {

    private final DeploymentScope scope;
    private final DeployedFile classPath;

    public Changes(DeploymentScope scope) {
        this.scope = scope;
        this.classPath = scope.classPathFile();
    }

    /**
     * Makes the bundles.
     *
     * @param contents the content of the file that is looked at, and of others; discarded if this fails
     * @return that of the file comes first
     * @throws RejectedException if there is no room for them, or functions would be lost
     * @throws BusyException if another deployment changes the class path
     */
    public List<Change> of(List<Content> contents) throws RejectedException, BusyException {
        try {
            return make(contents);
        } catch (RejectedException | BusyException | RuntimeException | Error failed) {
            contents.forEach(content -> content.staged().discard());
            throw failed;
        }
    }

    private List<Change> make(List<Content> contents) throws RejectedException, BusyException {
        List<Content> plain = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Content content : contents) {
            if (content.staged().isPlain()) {
                requireNoFunctions(content.file());
                plain.add(content);
            } else {
                changes.add(new Change(content.file(), content.seen(), content.staged(), false));
            }
        }
        Set<DeployedFile> files = contents.stream().map(Content::file).collect(Collectors.toSet());
        // A bundle may take the place of a plain jar.
        if (!plain.isEmpty() || files.stream().anyMatch(file -> PlainPart.of(file) != null)) {
            scope.claimClassPath();
            List<StagedJar> parts = without(files);
            plain.forEach(content -> parts.add(content.staged()));
            if (!parts.isEmpty()) {
                changes.add(contents.get(0).staged().isPlain() ? 0 : changes.size(), change(parts, plain));
                plain.forEach(content -> content.staged().discard());
            }
        }
        return changes;
    }

    /**
     * Whether the content of the file is on the class path already: another look may have put it there.
     *
     * @param staged discarded if it is
     * @throws BusyException if another look changes the class path; of several looks, one takes all plain jars that wait
     */
    public boolean isThere(StagedJar staged) throws BusyException {
        try {
            scope.claimClassPath();
        } catch (BusyException busy) {
            staged.discard();
            throw busy;
        }
        StagedJar part = PlainPart.of(scope.file());
        boolean is = part != null && part.fingerprint() == staged.fingerprint();
        if (is) {
            staged.discard();
        }
        return is;
    }

    /**
     * The class path without the file that is looked at.
     *
     * @return the change; none if it is the last plain jar
     */
    public List<Change> withoutFile() throws RejectedException, BusyException {
        scope.claimClassPath();
        List<StagedJar> parts = without(Set.of(scope.file()));
        return parts.isEmpty() ? List.of() : List.of(change(parts, List.of()));
    }

    private List<StagedJar> without(Set<DeployedFile> files) {
        Set<String> names = files.stream().map(DeployedFile::name).collect(Collectors.toSet());
        List<StagedJar> parts = new ArrayList<>(PlainPart.all(classPath));
        parts.removeIf(part -> names.contains(part.fileName()));
        return parts;
    }

    private Change change(List<StagedJar> parts, List<Content> plain) throws RejectedException {
        return new Change(classPath, FileIdentity.NONE, scope.classPath(parts), false, plain);
    }

    private static void requireNoFunctions(DeployedFile file) throws RejectedException {
        InstalledJar bundle = file.current();
        if (bundle != null && bundle.isUp() && !bundle.functions().names().isEmpty()) {
            throw RejectedException.untilOthersCome(
                    "does not provide function "
                            + String.join(", ", bundle.functions().names())
                            + ", which the version that serves does: it has no OSGi headers, and is a library",
                    null);
        }
    }
}
