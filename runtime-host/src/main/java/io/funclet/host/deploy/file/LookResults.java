package io.funclet.host.deploy.file;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.jar.WriteDetector;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.work.DelayedRetry;
import io.funclet.host.framework.component.BundleStackTrace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** How the looks at a file ended, and the further looks that follow. */
public final class LookResults {

    private final DeployContext context;
    private final CodeDirectory directory;
    private final String name;
    private final Runnable look;
    private final OutcomeLog outcomes;
    private final DelayedRetry retry;

    /** Used by one deployment at a time. */
    private final WriteDetector writeDetector;

    /** Whether it seems to be still written, and is looked at again soon. */
    private volatile boolean written;

    /** The fingerprint of the rejected content; {@code null} if it was accepted since, or nothing was rejected. */
    private volatile Long rejected;

    /** Content and place of the last stack trace in the log; {@code null} before. Used by one deployment at a time. */
    private String traced;

    /** @param look lets a worker look at the file; returns at once */
    LookResults(DeployContext context, CodeDirectory directory, Path file, Runnable look) {
        this.context = context;
        this.directory = directory;
        this.name = file.getFileName().toString();
        this.look = look;
        this.outcomes = new OutcomeLog(directory.history());
        this.retry = new DelayedRetry(context.timers(), look, directory.history()::hasRetried);
        this.writeDetector = new WriteDetector(file);
    }

    OutcomeLog outcomes() {
        return outcomes;
    }

    /** The looks that come by themselves. */
    public DelayedRetry retry() {
        return retry;
    }

    /** Whether a look comes by itself. */
    boolean isLookAhead() {
        return written || retry.isAhead();
    }

    boolean hasRejected() {
        return rejected != null;
    }

    public boolean hasRejected(StagedJar staged) {
        return rejected != null && staged.fingerprint() == rejected;
    }

    /** Whether its last content was not deployed. */
    public boolean areRejected() {
        return outcomes.lastIs(Kind.REJECTED) || outcomes.lastIs(Kind.WAITING);
    }

    /** A look has ended well. Returns whether other bundles may have waited for that. */
    public boolean conclude(Outcome outcome) {
        if (context.workers().areClosed()) {
            return false;
        }
        written = false;
        retry.reset();
        if (outcome.kind() == Kind.UNCHANGED) {
            return false;
        }
        writeDetector.over();
        rejected = null;
        boolean taken = outcome.kind() == Kind.DEPLOYED || outcome.kind() == Kind.UPDATED;
        return outcomes.add(outcome, taken, null) && outcome.kind() != Kind.REMOVED;
    }

    /**
     * A look has rejected the content.
     *
     * @param cause the reason
     * @param staged what was rejected; {@code null} if it is no bundle
     * @return whether it is news
     */
    public boolean reject(Outcome outcome, RejectedException cause, StagedJar staged) {
        if (context.workers().areClosed()) {
            return false;
        }
        written = false;
        if (cause.remedy() == Remedy.TIME) {
            waitForTheRest(outcome);
            return false;
        }
        writeDetector.over();
        rejected = staged == null ? null : (Long) staged.fingerprint();
        if (!outcome.retried() || outcomes.isAskedFor()) {
            retry.reset();
        }
        BundleStackTrace trace = cause.trace();
        String told = trace == null || staged == null ? null : staged.fingerprint() + trace.at();
        boolean news = outcomes.add(outcome, false, Objects.equals(told, traced) ? null : trace);
        traced = news && told != null ? told : traced;
        if (outcome.retried()) {
            retry.afterFailedStart(staged.fingerprint());
        }
        if (cause.remedy() == Remedy.RESOURCES) {
            retry.whenResourcesMayBeFree();
        }
        return news;
    }

    /** The bundle that serves could not be deployed anew, and goes on. */
    public void complain(InstalledJar current, RejectedException cause) {
        outcomes.complain(
                current.mark(), current + " goes on as it is, because its renewal failed: it " + cause.getMessage());
        if (cause.remedy() == Remedy.RESOURCES) {
            retry.whenResourcesMayBeFree();
        } else if (cause.isTemporary()) {
            retry.afterFailedStart(current.staged().fingerprint());
        }
    }

    /** It may still be written: logs nothing before it has not changed for a while. */
    private void waitForTheRest(Outcome outcome) {
        if (writeDetector.hasEnded()) {
            retry.reset();
            directory.absences().reject(name, outcome.reason());
            outcomes.add(outcome.as(Kind.REJECTED), false, null);
        } else {
            written = true;
            context.timers().schedule(look, WriteDetector.QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
