package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.proto.control.v1.ConfigChange;
import io.funclet.proto.control.v1.ReloadReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what a reload has done. */
public final class ReloadText {

    private ReloadText() {}

    /** A line for each change, and one for what has not changed. */
    public static List<String> lines(ReloadReply reply) {
        List<String> lines = new ArrayList<>();
        reply.getChangesList().forEach(change -> lines.add(TerminalText.inOneLine(line(change))));
        if (lines.isEmpty()) {
            lines.add("nothing has changed");
        }
        if (!reply.getUnchangedList().isEmpty()) {
            lines.add(TerminalText.inOneLine("unchanged functions: " + String.join(", ", reply.getUnchangedList())));
        }
        return lines;
    }

    private static String line(ConfigChange change) {
        return switch (change.getEffect()) {
            case RESTART -> change.getKey() + " needs a restart";
            case NEW_CALLS -> done(change) + ", for new calls";
            case NEW_CONNECTIONS -> done(change) + ", for new connections";
            case NEW_UPDATES -> done(change) + ", for new updates";
            case AT_ONCE, EFFECT_UNSPECIFIED, UNRECOGNIZED -> done(change);
        };
    }

    private static String done(ConfigChange change) {
        return change.getKind().name().toLowerCase(Locale.ROOT) + " " + change.getKey();
    }
}
