package io.funclet.host.deploy.jar;

import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.BundleStackTrace;
import io.funclet.host.storage.FileErrorText;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleException;

/** A jar that is rejected, with the reason for its author and its operator. */
public class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What can make a rejected jar acceptable. */
    public enum Remedy {
        /** Another jar in its place. */
        REPLACEMENT,
        /** Other bundles, which bring what it lacks, or go. */
        OTHER_BUNDLES,
        /** Time: it is still being written. */
        TIME,
        /** Free resources: space on the disk for copies, or a thread. */
        RESOURCES,
        /** Another look: the file has changed meanwhile. */
        NEWER_FILE
    }

    private final transient Remedy remedy;

    private final boolean temporary;

    public RejectedException(String reason) {
        this(reason, null);
    }

    public RejectedException(String reason, Throwable cause) {
        this(reason, cause, Remedy.REPLACEMENT, false);
    }

    protected RejectedException(String reason, Throwable cause, Remedy remedy, boolean temporary) {
        super(reason, cause);
        this.remedy = remedy;
        this.temporary = temporary;
    }

    /** Code of a bundle failed at a start, which may succeed the next time. */
    public static RejectedException failedStart(String reason, Throwable cause) {
        return new RejectedException(reason, cause, Remedy.REPLACEMENT, true);
    }

    /**
     * Components could not be activated.
     *
     * @param missed the names of services for which {@code ServiceLoader} has found no provider
     */
    public static RejectedException of(Collection<ActivationFailure> failures, String what, Collection<String> missed) {
        String reason = what
                + ActivationFailure.words(failures.stream()
                        .map(failure -> failure.missing(missed))
                        .toList());
        BundleStackTrace trace = failures.stream()
                .map(ActivationFailure::trace)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return ActivationFailure.anyLasts(failures) ? new RejectedException(reason, trace) : failedStart(reason, trace);
    }

    /** The file has been replaced or removed while it was being deployed. */
    public static RejectedException newerFile() {
        return new RejectedException("has been replaced or removed meanwhile", null, Remedy.NEWER_FILE, false);
    }

    /** The framework rejects it. The reason is most often in the causes of its exception. */
    public static RejectedException noBundle(BundleException rejected) {
        String why = rejected.getMessage();
        for (Throwable cause = rejected.getCause(); cause != null; cause = cause.getCause()) {
            why = cause.getMessage() == null ? why : cause.getMessage();
        }
        Optional<String> room = FileErrorText.wantOfRoom(why);
        return room.isPresent()
                ? noResources("cannot be installed now: " + room.get(), rejected)
                : new RejectedException("is not a valid bundle: " + why, rejected);
    }

    public static RejectedException untilOthersCome(String reason, Throwable cause) {
        boolean temporary = cause instanceof RejectedException rejected && rejected.isTemporary();
        return new RejectedException(reason, cause, Remedy.OTHER_BUNDLES, temporary);
    }

    static RejectedException stillWritten(String reason, Throwable cause) {
        return new RejectedException(reason, cause, Remedy.TIME, false);
    }

    public static RejectedException noResources(String reason, Throwable cause) {
        return new RejectedException(reason, cause, Remedy.RESOURCES, false);
    }

    /** The same, with the remedy {@link Remedy#RESOURCES} if its text says so: functions write files, too. */
    public RejectedException orNoResources() {
        return FileErrorText.wantOfRoom(getMessage()).isPresent() ? noResources(getMessage(), this) : this;
    }

    /** The same, for a set: in words that begin with the name of the jar that is at fault. */
    public RejectedException of(String jar) {
        return new RejectedException(jar + " " + getMessage(), this, remedy, temporary);
    }

    /** What code of a bundle threw at a start; {@code null} if it is something else. */
    public BundleStackTrace trace() {
        Throwable cause = this;
        while (cause != null && !(cause instanceof BundleStackTrace)) {
            cause = cause.getCause();
        }
        return (BundleStackTrace) cause;
    }

    public Remedy remedy() {
        return remedy;
    }

    /** Whether the same jar may be accepted later, beside the same others: then it is retried. */
    public boolean isTemporary() {
        return temporary;
    }
}
