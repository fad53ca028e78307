package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTable;
import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import io.funclet.proto.control.v1.FunctionLimits;
import io.funclet.proto.control.v1.FunctionStatus;
import java.util.List;
import java.util.Map;

/** A table of functions, with notes about problems. */
final class FunctionTable {

    private static final String NONE = "-";

    private final Map<String, String> files;
    private final TextTable textTable;

    /** @param files the names of the files that functions come from */
    FunctionTable(Terminal terminal, Map<String, String> files) {
        this.files = files;
        this.textTable = new TextTable(
                terminal,
                Column.text("FUNCTION", 12),
                Column.text("VERSION", 8),
                Column.number("CALLS"),
                Column.number("ERRORS"),
                Column.number("P50"),
                Column.number("P99"),
                Column.number("RUN"),
                Column.number("WAIT"),
                Column.text("FROM", 10));
    }

    List<String> lines(List<FunctionStatus> functions) {
        functions.forEach(this::add);
        return textTable.lines();
    }

    private void add(FunctionStatus function) {
        boolean serves = !function.getVersion().isEmpty();
        FunctionLimits limits = function.getLimits();
        textTable.add(
                List.of(
                        Cell.text(function.getName()),
                        serves
                                ? Cell.text(function.getVersion()).in(AnsiColor.GOOD)
                                : Cell.text("absent").in(AnsiColor.BAD),
                        Cell.text(Long.toString(function.getCalls())),
                        Cell.text(Long.toString(function.getErrors()))
                                .in(function.getErrors() > 0 ? AnsiColor.CARE : AnsiColor.NONE),
                        Cell.text(function.hasP50() ? TimeFormat.time(function.getP50()) : NONE),
                        Cell.text(function.hasP99() ? TimeFormat.time(function.getP99()) : NONE),
                        ofMost(function.getRunning(), limits.getConcurrency()),
                        ofMost(function.getWaiting(), limits.getQueue()),
                        Cell.text(files.getOrDefault(function.getName(), NONE))),
                Cell.text(function.getAbsence()).in(AnsiColor.BAD),
                Cell.text(rejected(function)).in(AnsiColor.CARE),
                Cell.text(overdue(function)).in(function.getOvertime() > 0 ? AnsiColor.BAD : AnsiColor.CARE));
    }

    /** Shows the limit only if something counts against it. Older runtimes do not report it. */
    private static Cell ofMost(int number, int most) {
        if (number == 0 || most == 0) {
            return Cell.text(Integer.toString(number));
        }
        return Cell.text(number + "/" + most).in(number >= most ? AnsiColor.CARE : AnsiColor.NONE);
    }

    private static String rejected(FunctionStatus function) {
        FunctionLimits limits = function.getLimits();
        String most = function.hasLimits()
                ? " (concurrency " + limits.getConcurrency() + ", queue " + limits.getQueue() + ")"
                : "";
        return function.getRejected() == 0 ? "" : function.getRejected() + " rejected" + most;
    }

    private static String overdue(FunctionStatus function) {
        if (function.getTotalOvertime() == 0) {
            return "";
        }
        String timeout = function.hasLimits()
                ? " (timeout " + TimeFormat.time(function.getLimits().getTimeout()) + ")"
                : "";
        return function.getTotalOvertime() + " overdue" + timeout
                + (function.getOvertime() == 0 ? "" : ", " + function.getOvertime() + " still running");
    }
}
