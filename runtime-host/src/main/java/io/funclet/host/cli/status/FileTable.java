package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTable;
import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.DrainingStatus;
import io.funclet.proto.control.v1.FileStatus;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.RolloutStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table of the files in a code directory, with the reasons of rejected ones. */
final class FileTable {

    private static final String NONE = "-";

    private final TextTable textTable;

    FileTable(Terminal terminal) {
        textTable = new TextTable(
                terminal,
                Column.text("FILE", 12),
                Column.text("BUNDLE", 16),
                Column.text("STATE", 8),
                // As wide as most changes: it is the names that are too long.
                Column.text("LAST CHANGE", 28));
    }

    List<String> lines(DirectoryStatus directory) {
        directory.getFilesList().forEach(file -> add(file, directory.getRolloutsList()));
        directory.getDrainingList().forEach(this::add);
        return textTable.lines();
    }

    private void add(FileStatus file, List<RolloutStatus> rollouts) {
        Outcome last = file.getLast();
        boolean bad = last.getKind() == Outcome.Kind.REJECTED || last.getKind() == Outcome.Kind.WAITING;
        String compared = rollouts.stream()
                .filter(rollout -> rollout.getFile().equals(file.getFile()))
                .map(FileTable::words)
                .collect(Collectors.joining("; "));
        textTable.add(
                List.of(
                        Cell.text(file.getFile()),
                        bundle(file.getBundle(), file.getVersion()),
                        Cell.text(file.getState().name().toLowerCase(Locale.ROOT))
                                .in(paint(file.getState())),
                        Cell.text(file.hasLast() ? change(last) : NONE).in(bad ? AnsiColor.BAD : AnsiColor.NONE)),
                Cell.text(last.getReason() + retried(file)).in(bad ? AnsiColor.BAD : AnsiColor.NONE),
                Cell.text(compared),
                Cell.text(signer(file)).in(AnsiColor.DIM));
    }

    private static String words(RolloutStatus rollout) {
        String part = rollout.hasCopies()
                ? "copies of " + rollout.getCopies().getPercent()
                : String.valueOf(rollout.getPercent());
        return "function " + rollout.getFunction() + ", " + part + "% on "
                + words(rollout.getNow()) + "; " + (rollout.hasCopies() ? words(rollout.getCopies()) + "; " : "")
                + words(rollout.getOld()) + "; " + TimeFormat.time(rollout.getLasted())
                + " of " + TimeFormat.time(rollout.getLength()) + " have passed";
    }

    private static String words(RolloutStatus.Copies copies) {
        return copies.getDifferent() + " of " + copies.getCompared() + " replies differ"
                + (copies.getExample().isEmpty() ? "" : " (" + copies.getExample() + ")") + ", "
                + copies.getDropped() + " copies dropped";
    }

    private static String words(RolloutStatus.Side side) {
        return side.getVersion() + ": " + side.getErrors() + " of " + side.getCalls() + " calls failed, p50 "
                + TimeFormat.time(side.getP50()) + ", p99 " + TimeFormat.time(side.getP99());
    }

    private static String signer(FileStatus file) {
        return file.getSha256().isEmpty()
                ? ""
                : (file.getSigner().isEmpty() ? "not trusted" : SignerText.of(file.getSigner())) + ", sha256 "
                        + file.getSha256();
    }

    private static String retried(FileStatus file) {
        if (!file.hasRetry()) {
            return "";
        }
        int attempts = file.getRetry().getAttempts();
        return "; tried again by itself"
                + (attempts == 0 ? "" : attempts == 1 ? ", once so far" : ", " + attempts + " times so far");
    }

    private void add(DrainingStatus draining) {
        int running = draining.getRunning();
        String why = running > 0
                ? running + (running == 1 ? " call runs on it" : " calls run on it")
                : draining.getUsedByCount() == 0 ? "" : "used by " + String.join(", ", draining.getUsedByList());
        textTable.add(
                List.of(
                        Cell.text(draining.getFile()),
                        bundle(draining.getBundle(), draining.getVersion()),
                        Cell.text("draining").in(AnsiColor.DIM),
                        Cell.text(NONE)),
                Cell.text(why));
    }

    private static Cell bundle(String name, String version) {
        return Cell.text(name.isEmpty() ? NONE : version.isEmpty() ? name : name + " " + version);
    }

    private static String change(Outcome outcome) {
        return TimeFormat.time(outcome.getAt()) + " "
                + outcome.getKind().name().toLowerCase(Locale.ROOT)
                + (outcome.getTook().getSeconds() == 0 ? "" : " in " + TimeFormat.time(outcome.getTook()));
    }

    private static AnsiColor paint(FileStatus.State state) {
        return switch (state) {
            case SERVING, ACTIVE -> AnsiColor.GOOD;
            case WAITING, REJECTED -> AnsiColor.BAD;
            case PENDING -> AnsiColor.CARE;
            case STANDBY, REMOVED, STATE_UNSPECIFIED, UNRECOGNIZED -> AnsiColor.DIM;
        };
    }
}
