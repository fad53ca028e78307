package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.TakenBack;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells how a look at a file ended: the results of the file, the callers that wait, and the operators that asked. */
final class DeploymentReport {

    private static final Logger LOG = Logger.getLogger(DeploymentReport.class.getName());

    private final DeployedFiles files;
    private final DeployedFile file;
    private final CodeDirectory directory;
    private final long begin = System.nanoTime();
    private final long changesBefore;

    private Outcome result;

    DeploymentReport(DeployedFiles files, DeployedFile file) {
        this.files = files;
        this.file = file;
        this.directory = file.directory();
        this.changesBefore = directory.activity().changes();
    }

    Outcome result() {
        return result;
    }

    DeployedFile file() {
        return file;
    }

    /** A jar is installed. Says also what of it waits for other bundles, and its warnings. */
    void installed(DeployedFile of, InstalledJar jar, Kind kind, String remark) {
        String waits = jar.askWhatItWaitsFor();
        List<String> warnings = jar.warnings().all();
        jar.distrust().ifPresent(fault -> warnings.add("is not trusted: " + fault));
        String warned = warnings.isEmpty() ? null : "has warnings: " + String.join("; ", warnings);
        directory.absences().put(of.name(), waits.isEmpty() ? warned : "waits: " + waits);
        List<String> reasons = new ArrayList<>(warnings);
        reasons.add(0, waits.isEmpty() ? remark : waits);
        reasons.add(jar.staged().identity().remark());
        jar.warnings().residentLibrary().ifPresent(reasons::add);
        reasons.addAll(directory.handlers().standingBy(jar.functions().all()));
        reasons.removeIf(String::isEmpty);
        Outcome outcome = outcome(of, waits.isEmpty() ? kind : Kind.WAITING, jar, String.join("; ", reasons));
        conclude(of, warnings.isEmpty() ? outcome : outcome.asWarning());
    }

    /** The file has the content that serves. Says what of it waits for other bundles. */
    void unchanged(InstalledJar jar) {
        if (!jar.waitsFor().isEmpty()) {
            installed(file, jar, Kind.DEPLOYED, "");
        } else if (file.outcomes().areRejected()) {
            installed(file, jar, Kind.DEPLOYED, "the file has the serving version again");
        } else {
            conclude(file, outcome(file, Kind.UNCHANGED, jar, ""));
        }
    }

    /** The file is gone; {@code null} if nothing of it was installed. */
    void removed(InstalledJar previous) {
        conclude(file, outcome(file, Kind.REMOVED, previous, ""));
    }

    void conclude(DeployedFile concerned, Outcome outcome) {
        if (concerned.outcomes().conclude(outcome)) {
            files.lookAgain(concerned);
        }
        if (concerned == file) {
            result = outcome;
        }
    }

    /** Nothing can be found out about the file now. */
    void unknown(String reason) {
        result = outcome(file, Kind.WAITING, file.current(), reason);
    }

    /** Its calls were worse than those of the version before it, which serves again. */
    void takenBack(DeployedFile of, InstalledJar jar, String reason) {
        takenBack(of, outcome(of, Kind.REJECTED, jar, reason), jar.staged());
    }

    /** An operator has asked for it: the version before the content of the file serves again. */
    void rolledBack(DeployedFile of, InstalledJar previous, String reason) {
        installed(of, previous, Kind.UPDATED, "in place of the content of the file, which " + reason);
    }

    /** What an operator has asked for cannot be. Nothing has changed. */
    void impossible(String reason) {
        result = outcome(file, Kind.REJECTED, file.current(), reason);
    }

    /** What an operator has asked for is there, because a comparison has decided so. Nothing has changed. */
    void confirmed(StagedJar serving, TakenBack taken) {
        String reason = "serves already, because the content of the file " + taken.reason()
                + "; another rollback goes back by one more version";
        result = outcome(file, Kind.UNCHANGED, serving, Set.of(), reason);
    }

    /** The version before it serves, and the content of the file has not changed. */
    void stillTakenBack(InstalledJar current) {
        Outcome last = file.outcomes().last();
        conclude(file, outcome(file, Kind.UNCHANGED, current, last == null ? "" : last.reason()));
    }

    /** The same of a plain jar. */
    void takenBack(DeployedFile of, StagedJar part, String reason) {
        takenBack(of, outcome(of, Kind.REJECTED, part, Set.of(), reason), part);
    }

    private void takenBack(DeployedFile of, Outcome outcome, StagedJar staged) {
        of.outcomes().reject(outcome, new RejectedException(outcome.reason()), staged);
        if (of == file) {
            result = outcome;
        }
    }

    /** A jar does not serve, because its set does not. */
    void held(DeployedFile jar, DeployedFile set, RejectedException reason) {
        String text = "belongs to the set " + set.name() + ", which does not serve: it " + reason.getMessage();
        directory.absences().put(jar.name(), "waits: " + text);
        jar.outcomes().reject(outcome(jar, Kind.WAITING, null, Set.of(), text), reason, null);
    }

    void rejected(StagedJar staged, RejectedException rejected) {
        if (rejected.remedy() == Remedy.NEWER_FILE) {
            givenUp(file.label());
            return;
        }
        if (rejected.remedy() != Remedy.TIME) {
            directory.absences().reject(file.name(), rejected.getMessage());
        }
        Outcome outcome = outcome(file, kind(rejected.remedy()), staged, Set.of(), rejected.getMessage());
        if (staged != null && rejected.isTemporary()) {
            outcome = outcome.asRetried();
        }
        boolean othersHaveCome = directory.activity().changes() != changesBefore;
        boolean news = file.outcomes().reject(outcome, rejected, staged);
        InstalledJar current = file.current();
        if (news && rejected.remedy() != Remedy.RESOURCES && current != null && !current.isUp()) {
            // It is installed, and may be what others lack.
            files.lookAgain(file);
        }
        if (othersHaveCome && rejected.remedy() == Remedy.OTHER_BUNDLES) {
            file.look();
        }
        if (rejected.remedy() != Remedy.TIME) {
            result = outcome;
        } else if (!file.outcomes().isWritten()) {
            // It has not changed for long enough, and is not looked at again.
            result = file.outcomes().last();
        }
    }

    /** The bundle that serves could not be restarted, as an operator or the runtime has wanted, and goes on. */
    void notRenewed(InstalledJar current, RejectedException rejected, boolean restart) {
        if (rejected.remedy() == Remedy.NEWER_FILE) {
            givenUp(current.toString());
            return;
        }
        if (restart) {
            String text = current + " goes on, because its restart failed: " + rejected.getMessage();
            current.mark().log(LOG, Level.WARNING, text);
        } else {
            file.outcomes().complain(current, rejected);
        }
        result = outcome(file, kind(rejected.remedy()), current, rejected.getMessage());
    }

    private static Kind kind(Remedy remedy) {
        return switch (remedy) {
            case REPLACEMENT -> Kind.REJECTED;
            case OTHER_BUNDLES, RESOURCES -> Kind.WAITING;
            case TIME, NEWER_FILE -> Kind.INCOMPLETE;
        };
    }

    /** The file has changed meanwhile. It is looked at next. */
    private void givenUp(String what) {
        LOG.info("the deployment of " + what + " is given up after " + took().toMillis()
                + " ms: another file has taken its place, or none");
        result = null;
        file.look();
    }

    private Outcome outcome(DeployedFile of, Kind kind, InstalledJar jar, String reason) {
        return jar == null
                ? outcome(of, kind, null, Set.of(), reason)
                : outcome(of, kind, jar.staged(), jar.functions().names(), reason);
    }

    Outcome outcome(DeployedFile of, Kind kind, StagedJar staged, Set<String> functions, String reason) {
        String bundle = staged == null ? "" : staged.symbolicName() + " " + staged.version();
        return new Outcome(
                Instant.now(),
                of.label(),
                kind,
                bundle,
                functions,
                reason,
                false,
                false,
                took(),
                staged == null ? Origin.UNKNOWN : staged.origin());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
