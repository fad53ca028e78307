package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.Provenance;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Observation;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.set.JarSet;
import io.funclet.host.deploy.set.JarSet.Member;
import io.funclet.host.deploy.trust.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The jars of a set in one code directory.
 *
 * @param copy the file of the set in this directory
 */
record SetPart(DeploymentScope scope, DeployedFile copy, List<Member> members) {

    /** One for each code directory of which jars are listed, that of the set first; none for {@code null}. */
    static List<SetPart> all(DeploymentScope scope, JarSet list) {
        List<SetPart> parts = new ArrayList<>();
        if (list != null) {
            for (DeployedFile copy : scope.sets().copies(scope.file(), list)) {
                List<Member> members = list.members().stream()
                        .filter(member -> scope.sets().directory(scope.file(), member) == copy.directory())
                        .toList();
                parts.add(new SetPart(scope.of(copy.directory()), copy, members));
            }
        }
        return parts;
    }

    /** For its directory, where the given one is that of the file that is looked at. */
    DeploymentReport report(DeploymentReport own) {
        return copy == scope.file() ? own : new DeploymentReport(scope.files(), copy);
    }

    List<DeployedFile> files() {
        return members.stream().map(this::file).toList();
    }

    private DeployedFile file(Member member) {
        return scope.files().get(scope.directory(), member.file());
    }

    /** Whether one of its jars is compared with the version before it. */
    boolean isObserved() {
        return files().stream().anyMatch(file -> observation(file) != null);
    }

    /** The observation of one of its jars, also of one on the class path; {@code null} if none goes on. */
    Observation observation(DeployedFile jar) {
        Rollouts rollouts = scope.rollouts();
        if (rollouts == null) {
            return null;
        }
        return rollouts.of(PlainPart.of(jar) == null ? jar : jar.classPath());
    }

    /**
     * Reads the jars that do not serve with the content that they must have.
     *
     * @param set the copy of the file of the set
     * @param former whether what is kept of former versions may serve
     * @param lacking gets in words what is not there
     * @throws RejectedException if one of them is not accepted
     */
    List<Content> contents(StagedJar set, boolean former, List<String> lacking) throws RejectedException {
        List<Content> contents = new ArrayList<>();
        try {
            if (!agrees()) {
                lacking.add(copy.label() + ", which has to be the same file as "
                        + scope.file().label());
            }
            Provenance provenance = provenance(set);
            for (Member member : members) {
                addContent(member, former, lacking, contents, provenance);
            }
            return contents;
        } catch (RejectedException | RuntimeException | Error failed) {
            contents.forEach(content -> content.staged().discard());
            throw failed;
        }
    }

    /** Of the set, by what this directory trusts; {@code null} if it does not ask. */
    private Provenance provenance(StagedJar set) throws RejectedException {
        TrustPolicy trust = scope.directory().trust();
        try {
            return trust == null ? null : trust.examine(set.copy());
        } catch (RejectedException distrusted) {
            throw distrusted.of(copy.label());
        } catch (IOException unreadable) {
            throw new RejectedException("cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Whether the directory has the same set: who writes to another directory does not decide for this one. */
    boolean agrees() {
        return copy == scope.file()
                || JarCopy.sha256Of(copy.path())
                        .equals(JarCopy.sha256Of(scope.file().path()));
    }

    /** Its jars that are there, and do not serve. */
    List<DeployedFile> held() {
        return files().stream()
                .filter(file -> serving(file) == null
                        && scope.sets().owner(file).isPresent()
                        && scope.directory().availability().mayHold(file.name()))
                .toList();
    }

    /** Whether anything of its jars serves. */
    boolean serves() {
        return files().stream().anyMatch(file -> serving(file) != null);
    }

    private static StagedJar serving(DeployedFile file) {
        return file.serves() ? file.current().staged() : PlainPart.of(file);
    }

    private void addContent(
            Member member, boolean former, List<String> lacking, List<Content> contents, Provenance provenance)
            throws RejectedException {
        DeployedFile file = file(member);
        FileIdentity seen = file.identity();
        Optional<String> wanted = Optional.of(member.sha256());
        Optional<String> there = JarCopy.sha256Of(file.path());
        StagedJar now = serving(file);
        boolean serves = now != null && JarCopy.sha256Of(now.copy()).equals(wanted);
        Optional<Path> source = there.equals(wanted) ? Optional.of(file.path()) : Optional.empty();
        if (source.isEmpty() && former && !serves && scope.rollouts() != null) {
            source = scope.rollouts().archive().find(member.sha256());
        }
        if (source.isEmpty() && !(former && serves)) {
            lacking.add(member
                    + there.map(digest -> ", whose digest is " + digest + " and has to be " + member.sha256())
                            .orElse(", which is not there"));
        } else if (!serves) {
            try {
                contents.add(new Content(file, seen, scope.stage(file, source.get(), check(member, provenance))));
            } catch (RejectedException rejected) {
                throw rejected.of(member.toString());
            }
        }
    }

    /** The set lists a digest: what was copied must have it. */
    private Provenance.Check check(Member member, Provenance provenance) {
        TrustPolicy trust = scope.directory().trust();
        return jar -> {
            if (!JarCopy.sha256Of(jar).equals(Optional.of(member.sha256()))) {
                throw RejectedException.newerFile();
            }
            return trust == null ? null : trust.listedIn(provenance).examine(jar);
        };
    }
}
