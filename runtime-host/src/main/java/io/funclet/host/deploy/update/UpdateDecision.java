package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.OptionalLong;

/** What to do with a file, decided before anything is changed. */
sealed interface UpdateDecision {

    /** The code directory is not there: nothing is known about the file. */
    record Unreachable() implements UpdateDecision {}

    /** The file is gone: its bundle is to be removed. */
    record Gone() implements UpdateDecision {}

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
    static UpdateDecision of(DeployContext context, DeployedFile file, boolean restart) {
        CodeDirectory directory = file.directory();
        if (!directory.availability().mayHold(file.name())) {
            return directory.availability().isThere() ? new Gone() : new Unreachable();
        }
        StagedJar staged;
        try {
            staged = StagedJar.stage(file.path(), file.label(), context.newCopy(directory));
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

    /** Whether it uses a bundle that has been replaced or removed, or has missed one that came later. */
    private static boolean isOutdated(DeployContext context, DeployedFile file) {
        InstalledJar jar = file.current();
        return jar != null
                && jar.isUp()
                && (new Dependants(context).outdated(file.directory()).contains(jar)
                        || file.directory().activity().isStarted()
                                && !new MissedWiring(context).by(jar).isEmpty());
    }

    /** Whether the file has the content that serves; needs no copy. */
    private static boolean stillServes(DeployedFile file) {
        // A different size says enough, without reading it.
        if (file.current() == null || !file.current().staged().hasSizeOf(file.path())) {
            return false;
        }
        OptionalLong fingerprint = JarCopy.fingerprintOf(file.path());
        return fingerprint.isPresent() && file.isServedBy(fingerprint.getAsLong());
    }
}
