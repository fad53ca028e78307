package io.funclet.host.deploy.jar;

import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.BundleStackTrace;
import io.funclet.host.storage.FileErrorText;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleException;

/** A jar that is not taken, and why, in words for the people who made or copied it. */
public class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What can make a rejected jar acceptable. */
    public enum Remedy {
        /** Another jar in its place. */
        REPLACEMENT,
        /** Other bundles, which bring what it lacks, or go out of its way. */
        OTHER_BUNDLES,
        /** Time: it is still being written. */
        TIME,
        /** Room, on the disk where copies go, or below the limit of threads. */
        RESOURCES,
        /** Another look: what was tried does not stand in its file any more. */
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

    public RejectedException(String reason, Throwable cause, Remedy remedy, boolean temporary) {
        super(reason, cause);
        this.remedy = remedy;
        this.temporary = temporary;
    }

    /** Code of a bundle did not do what it has to at a start, which may be otherwise the next time. */
    public static RejectedException failedStart(String reason, Throwable cause) {
        return new RejectedException(reason, cause, Remedy.REPLACEMENT, true);
    }

    /** Components could not be activated. */
    public static RejectedException of(Collection<ActivationFailure> failures, String what) {
        String reason = what + ActivationFailure.words(failures);
        BundleStackTrace trace = failures.stream()
                .map(ActivationFailure::trace)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return ActivationFailure.anyLasts(failures) ? new RejectedException(reason, trace) : failedStart(reason, trace);
    }

    /** Another file stands in the place of one that is being deployed, or none does. */
    public static RejectedException newerFile() {
        return new RejectedException("does not stand in its file any more", null, Remedy.NEWER_FILE, false);
    }

    /** The framework does not take it, or cannot now. Its own exception most often says only that it has a cause. */
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

    /**
     * The same, for want of room if that is what it says: a function's own files, written when it is activated, find no more
     * of it than the runtime's.
     */
    public RejectedException orNoResources() {
        return FileErrorText.wantOfRoom(getMessage()).isPresent() ? noResources(getMessage(), this) : this;
    }

    /** What code of a bundle threw at a start; {@code null} if it is not that. */
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

    /** Whether the same jar may be taken beside the same others, later: then it is tried again by itself. */
    public boolean isTemporary() {
        return temporary;
    }
}
