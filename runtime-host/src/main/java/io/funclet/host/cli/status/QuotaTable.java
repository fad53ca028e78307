package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTable;
import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import io.funclet.host.config.text.ByteSize;
import io.funclet.proto.control.v1.QuotaStatus;
import io.funclet.proto.control.v1.QuotaUse;
import java.util.List;
import java.util.Set;

/** A table of quotas and what has gone over them. */
final class QuotaTable {

    private static final String NONE = "-";

    /** The quotas of bytes. */
    private static final Set<String> SIZES = Set.of("payload", "log", "allocation");

    private final TextTable textTable;

    QuotaTable(Terminal terminal) {
        textTable = new TextTable(
                terminal,
                Column.text("QUOTA OF", 12),
                Column.text("WHAT", 10),
                Column.number("SOFT"),
                Column.number("HARD"),
                Column.number("EXCEEDED"),
                Column.number("REJECTED"));
    }

    List<String> lines(List<QuotaStatus> quotas) {
        for (QuotaStatus quota : quotas) {
            for (QuotaUse use : quota.getUsesList()) {
                add(quota, use);
            }
        }
        return textTable.lines();
    }

    private void add(QuotaStatus quota, QuotaUse use) {
        boolean first = use == quota.getUses(0);
        boolean suspended = quota.hasSuspended();
        textTable.add(
                List.of(
                        Cell.text((quota.getOfTenant() ? "tenant " : "") + quota.getName())
                                .in(suspended ? AnsiColor.BAD : AnsiColor.NONE),
                        Cell.text(use.getQuota()),
                        limit(use, use.getSoft()),
                        limit(use, use.getHard()),
                        exceeded(use.getSoftExceeded(), AnsiColor.CARE),
                        exceeded(use.getHardExceeded(), AnsiColor.BAD)),
                Cell.text(first ? quota.getReason() : "").in(AnsiColor.BAD));
    }

    private static Cell limit(QuotaUse use, long limit) {
        String number = SIZES.contains(use.getQuota())
                ? ByteSize.exactly(limit)
                : limit + (use.getQuota().equals("cpu") ? "%" : "");
        return Cell.text(limit == 0 ? NONE : number);
    }

    private static Cell exceeded(long calls, AnsiColor colour) {
        return Cell.text(Long.toString(calls)).in(calls > 0 ? colour : AnsiColor.NONE);
    }
}
