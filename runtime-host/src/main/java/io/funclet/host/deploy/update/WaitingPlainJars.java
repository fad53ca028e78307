package io.funclet.host.deploy.update;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarValidation;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.update.ChangeSet.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The other plain jars of a directory that are to be looked at: the class path changes once for all of them. */
final class WaitingPlainJars {

    private static final Logger LOG = Logger.getLogger(WaitingPlainJars.class.getName());

    private final DeploymentScope scope;

    WaitingPlainJars(DeploymentScope scope) {
        this.scope = scope;
    }

    /** Claims and reads those that are free. */
    List<Content> take() {
        if (scope.file().outcomes().isAlone()) {
            return List.of();
        }
        Set<DeployedFile> waiting = new HashSet<>();
        scope.files()
                .in(scope.directory())
                .filter(other -> other != scope.file() && mayJoin(other) && JarValidation.isPlain(other.path()))
                .forEach(waiting::add);
        List<Content> contents = new ArrayList<>();
        for (DeployedFile other : scope.files().locks().takeFree(scope.claimed(), waiting)) {
            try {
                Content content = scope.content(other);
                if (isNews(content)) {
                    contents.add(content);
                } else {
                    content.staged().discard();
                }
            } catch (RejectedException notNow) {
                // Its own look says so.
                LOG.log(Level.FINE, other.name() + " does not join", notNow);
            }
        }
        return contents;
    }

    private static boolean mayJoin(DeployedFile other) {
        return other.current() == null
                && !other.outcomes().isAlone()
                && (other.outcomes().last() == null || other.isUnderWay() || other.isRejectedUntilOthersCome());
    }

    private static boolean isNews(Content content) {
        StagedJar part = PlainPart.of(content.file());
        return content.staged().isPlain()
                && (part == null || part.fingerprint() != content.staged().fingerprint());
    }
}
