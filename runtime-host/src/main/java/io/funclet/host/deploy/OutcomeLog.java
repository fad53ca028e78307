package io.funclet.host.deploy;

import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.ops.LogMark;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How the changes of a file ended: the last one, for whoever asks, and each that is news, for the log. */
final class OutcomeLog {

    private static final Logger LOG = Logger.getLogger(OutcomeLog.class.getName());

    private final History history;

    private volatile Outcome last;

    /** Used by one deployment at a time. */
    private String complaint = "";

    OutcomeLog(History history) {
        this.history = history;
    }

    /** How the last change ended; {@code null} if none has yet. */
    Outcome last() {
        return last;
    }

    boolean lastIs(Kind kind) {
        Outcome outcome = last;
        return outcome != null && outcome.kind() == kind;
    }

    /** Adds one. Returns whether it is news, as it is {@code always} or if it differs from the last one. */
    boolean add(Outcome outcome, boolean always) {
        Outcome before = last;
        last = outcome;
        boolean news = always
                || before == null
                || before.kind() != outcome.kind()
                || !before.reason().equals(outcome.reason());
        if (news) {
            history.add(outcome);
            Level level = outcome.isBad() ? Level.WARNING : Level.INFO;
            LogMark mark = outcome.mark();
            if (mark == null) {
                LOG.log(level, outcome::toString);
            } else {
                mark.log(LOG, level, outcome.toString());
            }
        }
        return news;
    }

    /** What serves could not be deployed anew, and goes on as it is. Said once. */
    void complain(LogMark mark, String text) {
        mark.log(LOG, text.equals(complaint) ? Level.FINE : Level.WARNING, text);
        complaint = text;
    }
}
