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

/** What follows from one look at a file: decided before anything is changed. */
sealed interface UpdateDecision {

    /** Nothing can be found out about the file now: its code directory is not there. */
    record Unreachable() implements UpdateDecision {}

    /** The file has gone, and so does what was installed of it. */
    record Gone() implements UpdateDecision {}

    /** What serves stands in the file. */
    record Unchanged() implements UpdateDecision {}

    /** What stands in the file is no bundle that can be taken. */
    record Rejected(RejectedException reason, boolean rewires) implements UpdateDecision {}

    /** Another jar stands in the file than the one that serves. */
    record NewContent(StagedJar staged, boolean rewires) implements UpdateDecision {}

    /** What serves stays, and is to be wired to what is there now. */
    record Rewire() implements UpdateDecision {

        @Override
        public boolean rewires() {
            return true;
        }
    }

    /** Whether what serves is started anew, unless something else has taken its place. */
    default boolean rewires() {
        return false;
    }

    /**
     * Looks at a file.
     *
     * @param restart whether an operator has asked for what serves to be started anew
     */
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
        if (!same && !(rewires && file.results().hasRejected(staged))) {
            return new NewContent(staged, rewires);
        }
        staged.discard();
        return rewires ? new Rewire() : new Unchanged();
    }

    /** Whether it uses what has been replaced or removed, or has missed what came after it. */
    private static boolean isOutdated(DeployContext context, DeployedFile file) {
        InstalledJar jar = file.current();
        return jar != null
                && jar.isUp()
                && (new Dependants(context).outdated(file.directory()).contains(jar)
                        || file.directory().isStarted()
                                && !new MissedWiring(context).by(jar).isEmpty());
    }

    /** Whether what serves stands in the file, found out without a copy. */
    private static boolean stillServes(DeployedFile file) {
        // Not read again and again for what shows by its size.
        if (file.current() == null || !file.current().staged().hasSizeOf(file.path())) {
            return false;
        }
        OptionalLong fingerprint = JarCopy.fingerprintOf(file.path());
        return fingerprint.isPresent() && file.isServedBy(fingerprint.getAsLong());
    }
}
