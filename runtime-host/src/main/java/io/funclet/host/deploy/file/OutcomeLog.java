package io.funclet.host.deploy.file;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.jar.WriteDetector;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.work.DelayedRetry;
import io.funclet.host.framework.component.BundleStackTrace;
import io.funclet.host.log.LogContext;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How the looks at a file ended, and the further looks that follow. Logs each outcome that is news. Changed by one
 * deployment at a time.
 */
public final class OutcomeLog {

    private static final Logger LOG = Logger.getLogger(OutcomeLog.class.getName());

    private final DeployContext context;
    private final CodeDirectory directory;
    private final String name;
    private final Runnable look;
    private final DelayedRetry retry;
    private final WriteDetector writeDetector;

    private volatile Outcome last;

    /** Whether it or another one seems to be still written, and it is looked at again soon. */
    private volatile boolean written;

    /** Whether a timer will look whether an incomplete file is complete. */
    private final AtomicBoolean aheadOfRest = new AtomicBoolean();

    /** The fingerprint of the rejected content; {@code null} if it was accepted since, or nothing was rejected. */
    private volatile Long rejected;

    private volatile boolean alone;
    private volatile Complaint complaint = new Complaint(-1, "");

    /** Content and place of the last stack trace in the log; {@code null} before. */
    private String traced;

    /** The file at the last look that was logged; {@code null} before. */
    private FileIdentity told;

    private FileIdentity seen;

    /** Whether the result of the present look is to be logged in any case. */
    private boolean askedFor;

    /** @param look lets a worker look at the file; returns at once */
    OutcomeLog(DeployContext context, CodeDirectory directory, Path file, Runnable look) {
        this.context = context;
        this.directory = directory;
        this.name = file.getFileName().toString();
        this.look = look;
        this.retry = new DelayedRetry(context.timers(), look, directory.history()::hasRetried);
        this.writeDetector = new WriteDetector(file, WriteDetector.QUIET);
    }

    /** A look begins, which an operator may have asked for by a command. */
    public void begin(FileIdentity identity, boolean ordered) {
        seen = identity;
        askedFor = ordered || !identity.equals(told);
    }

    /** Whether the file was touched, or an operator has asked for the present look. */
    public boolean isAskedFor() {
        return askedFor;
    }

    /** Whether the last attempt together with other plain jars failed, so that it is tried alone. */
    public boolean isAlone() {
        return alone;
    }

    public void tryAlone() {
        alone = true;
    }

    public DelayedRetry retry() {
        return retry;
    }

    boolean isLookAhead() {
        return written || retry.isAhead();
    }

    /** Whether the file seems to be still written, and is looked at again soon. */
    public boolean isWritten() {
        return written;
    }

    boolean hasRejected() {
        return rejected != null;
    }

    public boolean hasRejected(StagedJar staged) {
        return rejected != null && staged.fingerprint() == rejected;
    }

    /** How the last change ended; {@code null} if none has yet. */
    public Outcome last() {
        return last;
    }

    public boolean lastIs(Kind kind) {
        Outcome outcome = last;
        return outcome != null && outcome.kind() == kind;
    }

    /** Whether its last content was not deployed. */
    public boolean areRejected() {
        return lastIs(Kind.REJECTED) || lastIs(Kind.WAITING);
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
        alone = false;
        boolean taken = outcome.kind() == Kind.DEPLOYED || outcome.kind() == Kind.UPDATED;
        return add(outcome, taken, null) && outcome.kind() != Kind.REMOVED;
    }

    /**
     * A look has rejected the content.
     *
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
        if (!outcome.retried() || askedFor) {
            retry.reset();
        }
        BundleStackTrace trace = cause.trace();
        String place = trace == null || staged == null ? null : staged.fingerprint() + trace.at();
        boolean news = add(outcome, false, Objects.equals(place, traced) ? null : trace);
        traced = news && place != null ? place : traced;
        if (outcome.retried()) {
            retry.afterFailedStart(staged.fingerprint());
        }
        if (cause.remedy() == Remedy.RESOURCES) {
            retry.whenResourcesMayBeFree();
        }
        return news;
    }

    /** The bundle that serves could not be deployed anew, and goes on. Logged once. */
    public void complain(InstalledJar current, RejectedException cause) {
        Complaint now = new Complaint(current.bundle().getBundleId(), cause.getMessage());
        String text = current + " goes on as it is, because its renewal failed: " + now.why;
        current.mark().log(LOG, now.equals(complaint) ? Level.FINE : Level.WARNING, text);
        complaint = now;
        if (cause.remedy() == Remedy.RESOURCES) {
            retry.whenResourcesMayBeFree();
        } else if (cause.isTemporary()) {
            retry.afterFailedStart(current.staged().fingerprint());
        }
    }

    /** Why the bundle that serves could not be deployed anew; empty if that has not failed. Any thread. */
    public String complaintOf(InstalledJar current) {
        Complaint of = complaint;
        return current.bundle().getBundleId() == of.bundle ? of.why : "";
    }

    /** It is looked at again when others, which it is deployed with, may have come. Returns whether it is not so yet. */
    public boolean awaitOthers() {
        boolean first = !written;
        written = true;
        return first;
    }

    /** It may still be written: logs nothing before it has not changed for a while. */
    private void waitForTheRest(Outcome outcome) {
        if (writeDetector.hasEnded()) {
            retry.reset();
            directory.absences().reject(name, outcome.reason());
            add(outcome.as(Kind.REJECTED), false, null);
        } else {
            written = true;
            // One look ahead is enough, however often a file is written to.
            if (aheadOfRest.compareAndSet(false, true)) {
                context.timers().schedule(this::lookForTheRest, WriteDetector.QUIET.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void lookForTheRest() {
        aheadOfRest.set(false);
        look.run();
    }

    /**
     * Adds one. Returns whether it is news: {@code always}, if it was asked for, or if it differs from the last.
     *
     * @param thrown what code of the bundle threw, to be logged with its stack if it is news; may be {@code null}
     */
    private boolean add(Outcome outcome, boolean always, Throwable thrown) {
        Outcome before = last;
        last = outcome;
        boolean news = always || askedFor || before == null || outcome.isOtherThan(before);
        told = seen;
        askedFor = false;
        if (news) {
            directory.history().add(outcome);
            Level level = outcome.isBad() ? Level.WARNING : Level.INFO;
            LogContext mark = outcome.mark(directory.handlers().names().tenant());
            mark.log(LOG, level, outcome.toString());
            if (thrown != null) {
                // In an event of its own: of equal stacks, the log leaves out all but the first.
                mark.log(LOG, level, "what code of " + outcome.bundle() + " threw at its start:", thrown);
            }
        }
        return news;
    }

    private record Complaint(long bundle, String why) {}
}
