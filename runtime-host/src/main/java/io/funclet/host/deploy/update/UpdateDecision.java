package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.OptionalLong;

/** What to do with a file, decided before anything is changed. */
sealed interface UpdateDecision {

    /** The code directory is not there: nothing is known about the file. */
    record Unreachable() implements UpdateDecision {}

    /** The file is gone: its bundle is to be removed. */
    record Gone() implements UpdateDecision {}

    /** The jar belongs to a set, or may do: a look at that decides. */
    record OfSet(DeployedFile set, boolean rewires) implements UpdateDecision {}

    /** The file has the content that serves. */
    record Unchanged() implements UpdateDecision {}

    /** The content of the file is not a valid bundle. */
    record Rejected(RejectedException reason, boolean rewires) implements UpdateDecision {}

    /** The file has another content than the one that serves. */
    record NewContent(StagedJar staged, boolean rewires) implements UpdateDecision {}

    /** The content stays, and its bundle is to be wired to what is there now. */
    record Rewire() implements UpdateDecision {

        @Override
        public boolean rewires() {
            return true;
        }
    }

    /** Whether to start the bundle that serves anew, unless it is replaced first. */
    default boolean rewires() {
        return false;
    }

    /** @param restart whether an operator has asked for a restart */
    static UpdateDecision of(DeploymentScope scope, boolean restart) {
        DeployContext context = scope.context();
        DeployedFile file = scope.file();
        CodeDirectory directory = file.directory();
        if (file.isClassPath()) {
            return ofClassPath(context, file, restart);
        }
        DeployedFile set = scope.sets().of(file);
        if (set != null) {
            return new OfSet(set, restart || isOutdated(context, file));
        }
        if (!directory.availability().mayHold(file.name())) {
            return directory.availability().isThere() ? new Gone() : new Unreachable();
        }
        StagedJar part = PlainPart.of(file);
        if (part != null && hasContent(file, part) && !isDistrusted(file, part)) {
            return new Unchanged();
        }
        StagedJar staged;
        try {
            staged = scope.stage(file);
        } catch (RejectedException rejected) {
            if (rejected.remedy() != Remedy.RESOURCES || !stillServes(file)) {
                return new Rejected(rejected, restart);
            }
            return restart || isOutdated(context, file) ? new Rewire() : new Unchanged();
        }
        boolean rewires = restart || isOutdated(context, file);
        boolean same = file.isServedBy(staged.fingerprint());
        if (!same && !(rewires && file.outcomes().hasRejected(staged))) {
            return new NewContent(staged, rewires);
        }
        staged.discard();
        return rewires ? new Rewire() : new Unchanged();
    }

    /** It changes when plain jars do: here, only what it uses may have changed. */
    private static UpdateDecision ofClassPath(DeployContext context, DeployedFile file, boolean restart) {
        if (file.current() == null) {
            return new Unreachable();
        }
        return restart || isOutdated(context, file) ? new Rewire() : new Unchanged();
    }

    private static boolean isDistrusted(DeployedFile file, StagedJar part) {
        TrustPolicy trust = file.directory().trust();
        return trust != null && trust.isRequired() && trust.distrust(part).isPresent();
    }

    /** Whether it uses a bundle or a configuration that has been replaced, or has missed a bundle that came later. */
    private static boolean isOutdated(DeployContext context, DeployedFile file) {
        InstalledJar jar = file.current();
        return jar != null
                && jar.isUp()
                && (jar.hasOtherConfiguration(context.jars().configurations().current(file.directory()))
                        || new Dependants(context).outdated(file.directory()).contains(jar)
                        || file.directory().activity().isStarted()
                                && !new MissedWiring(context).by(jar).isEmpty());
    }

    /** Whether the file has the content that serves; needs no copy. */
    private static boolean stillServes(DeployedFile file) {
        return file.serves() && hasContent(file, file.current().staged());
    }

    private static boolean hasContent(DeployedFile file, StagedJar staged) {
        // A different size says enough, without reading it.
        if (!staged.hasSizeOf(file.path())) {
            return false;
        }
        OptionalLong fingerprint = JarCopy.fingerprintOf(file.path());
        return fingerprint.isPresent() && fingerprint.getAsLong() == staged.fingerprint();
    }
}
