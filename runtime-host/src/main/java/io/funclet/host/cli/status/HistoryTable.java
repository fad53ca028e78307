package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTable;
import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.PastChange;
import java.util.List;
import java.util.Locale;

/** A table of past changes, with their reasons and signers. */
public final class HistoryTable {

    /** Enough to tell jars from each other; {@code --json} has all. */
    private static final int DIGITS = "sha256:".length() + 12;

    private final TextTable textTable;

    public HistoryTable(Terminal terminal) {
        textTable = new TextTable(
                terminal,
                Column.text("AT", 19),
                Column.text("CHANGE", 8),
                Column.text("FILE", 12),
                Column.text("BUNDLE", 16),
                Column.text("DIGEST", DIGITS));
    }

    public List<String> lines(List<PastChange> changes) {
        changes.forEach(this::add);
        return textTable.lines();
    }

    private void add(PastChange change) {
        boolean bad = change.getKind() == Outcome.Kind.REJECTED || change.getKind() == Outcome.Kind.WAITING;
        String digest = change.getDigest();
        textTable.add(
                List.of(
                        Cell.text(TimeFormat.time(change.getAt())),
                        Cell.text(change.getKind().name().toLowerCase(Locale.ROOT))
                                .in(bad ? AnsiColor.BAD : AnsiColor.NONE),
                        Cell.text(change.getFile()),
                        Cell.text(change.getBundle().isEmpty() ? "-" : change.getBundle()),
                        Cell.text(digest.isEmpty() ? "-" : digest.substring(0, Math.min(DIGITS, digest.length())))),
                Cell.text(change.getReason()).in(bad ? AnsiColor.BAD : AnsiColor.NONE),
                Cell.text(SignerText.of(change.getSigner())).in(AnsiColor.DIM));
    }
}
