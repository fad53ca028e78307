package io.funclet.host.deploy.file;

import io.funclet.host.deploy.directory.History;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.log.LogContext;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How the changes of a file ended: keeps the last one, and logs each that is news. */
public final class OutcomeLog {

    private static final Logger LOG = Logger.getLogger(OutcomeLog.class.getName());

    private final History history;

    private volatile Outcome last;

    /** Used by one deployment at a time. */
    private String complaint = "";

    /** The file at the last look that was logged; {@code null} before. Used by one deployment at a time. */
    private FileIdentity told;

    /** The file at the present look. Used by one deployment at a time. */
    private FileIdentity seen;

    /** Whether the result of the present look is to be logged in any case. Used by one deployment at a time. */
    private boolean askedFor;

    OutcomeLog(History history) {
        this.history = history;
    }

    /**
     * A look begins.
     *
     * @param identity what the file looks like
     * @param ordered whether an operator has asked for it by a command
     */
    public void begin(FileIdentity identity, boolean ordered) {
        seen = identity;
        askedFor = ordered || !identity.equals(told);
    }

    /** Whether the file was touched, or an operator has asked for the present look. */
    public boolean isAskedFor() {
        return askedFor;
    }

    /** How the last change ended; {@code null} if none has yet. */
    public Outcome last() {
        return last;
    }

    public boolean lastIs(Kind kind) {
        Outcome outcome = last;
        return outcome != null && outcome.kind() == kind;
    }

    /**
     * Adds one. Returns whether it is news: {@code always}, if it was asked for, or if it differs from the last.
     *
     * @param thrown what code of the bundle threw, to be logged with its stack if it is news; may be {@code null}
     */
    boolean add(Outcome outcome, boolean always, Throwable thrown) {
        Outcome before = last;
        last = outcome;
        boolean news = always || askedFor || before == null || outcome.isOtherThan(before);
        told = seen;
        askedFor = false;
        if (news) {
            history.add(outcome);
            Level level = outcome.isBad() ? Level.WARNING : Level.INFO;
            LogContext mark = outcome.mark();
            if (mark == null) {
                LOG.log(level, outcome::toString);
            } else {
                mark.log(LOG, level, outcome.toString());
                if (thrown != null) {
                    // In an event of its own: of equal stacks, the log leaves out all but the first.
                    mark.log(LOG, level, "what code of " + outcome.bundle() + " threw at its start:", thrown);
                }
            }
        }
        return news;
    }

    /** The bundle that serves could not be deployed anew, and goes on. Logged once. */
    void complain(LogContext mark, String text) {
        mark.log(LOG, text.equals(complaint) ? Level.FINE : Level.WARNING, text);
        complaint = text;
    }
}
