package io.funclet.host.cli;

import com.google.protobuf.Duration;
import io.funclet.host.cli.Table.Cell;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.FileStatus;
import io.funclet.proto.control.v1.FunctionStatus;
import io.funclet.proto.control.v1.HandlerStatus;
import io.funclet.proto.control.v1.LeavingStatus;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.StatusReply;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a runtime does, as tables for a person. */
final class StatusTables {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final double NANOS_OF_MILLI = 1e6;

    private final StatusReply status;
    private final boolean hasColours;

    StatusTables(StatusReply status, boolean hasColours) {
        this.status = status;
        this.hasColours = hasColours;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Paint.DIM.on(
                status.getName() + ", process " + status.getPid() + ", since "
                        + TIME.format(instant(status.getStarted())),
                hasColours));
        lines.add("");
        if (status.getFunctionsList().isEmpty()) {
            lines.add("no function is served");
        } else {
            lines.addAll(functions().lines());
        }
        for (DirectoryStatus directory : status.getDirectoriesList()) {
            lines.add("");
            lines.add(directory.getPath());
            lines.addAll(files(directory).lines());
        }
        return lines;
    }

    private Table functions() {
        Table table = new Table(hasColours);
        table.add(
                head("FUNCTION", "VERSION", "STATE", "FROM"),
                heads("CALLS", "ERRORS", "P50", "P99", "RUN", "WAIT", "OVERTIME"));
        for (FunctionStatus function : status.getFunctionsList()) {
            boolean serves = !function.getVersion().isEmpty();
            table.add(
                    new Cell[] {
                        Cell.text(function.getName()),
                        Cell.text(serves ? function.getVersion() : "-"),
                        Cell.text(serves ? "serving" : "absent").in(serves ? Paint.GOOD : Paint.BAD),
                        Cell.text(from(function.getName()))
                    },
                    new Cell[] {
                        Cell.number(Long.toString(function.getCalls())),
                        Cell.number(Long.toString(function.getErrors()))
                                .in(function.getErrors() > 0 ? Paint.CARE : Paint.NONE),
                        Cell.number(function.hasP50() ? time(function.getP50()) : "-"),
                        Cell.number(function.hasP99() ? time(function.getP99()) : "-"),
                        Cell.number(Integer.toString(function.getRunning())),
                        Cell.number(Integer.toString(function.getWaiting())),
                        Cell.number(Integer.toString(function.getOvertime()))
                                .in(function.getOvertime() > 0 ? Paint.BAD : Paint.NONE)
                    });
        }
        return table;
    }

    private String from(String function) {
        for (DirectoryStatus directory : status.getDirectoriesList()) {
            for (HandlerStatus handler : directory.getHandlersList()) {
                if (handler.getNamesList().contains(function) && handler.hasServing()) {
                    return handler.getServing().getFile();
                }
            }
        }
        return "-";
    }

    private Table files(DirectoryStatus directory) {
        Table table = new Table(hasColours);
        table.add(head("FILE", "BUNDLE", "VERSION", "STATE", "LAST CHANGE", "OUTCOME"));
        for (FileStatus file : directory.getFilesList()) {
            Outcome last = file.getLast();
            boolean bad = last.getKind() == Outcome.Kind.REFUSED || last.getKind() == Outcome.Kind.WAITING;
            table.add(
                    Cell.text(file.getFile()),
                    Cell.text(file.getBundle().isEmpty() ? "-" : file.getBundle()),
                    Cell.text(file.getVersion().isEmpty() ? "-" : file.getVersion()),
                    Cell.text(word(file.getState())).in(paint(file.getState())),
                    Cell.text(file.hasLast() ? TIME.format(instant(last.getAt())) : "-"),
                    Cell.text(file.hasLast() ? outcome(last) : "").in(bad ? Paint.BAD : Paint.NONE));
        }
        for (LeavingStatus leaving : directory.getLeavingList()) {
            String why = leaving.getRunning() > 0
                    ? leaving.getRunning() + " calls run on it"
                    : leaving.getUsedByCount() == 0 ? "" : "used by " + String.join(", ", leaving.getUsedByList());
            table.add(
                    Cell.text(leaving.getFile()),
                    Cell.text(leaving.getBundle()),
                    Cell.text(leaving.getVersion()),
                    Cell.text("leaving").in(Paint.DIM),
                    Cell.text("-"),
                    Cell.text(why));
        }
        return table;
    }

    private static String outcome(Outcome outcome) {
        String word = outcome.getKind().name().toLowerCase(Locale.ROOT) + " in " + time(outcome.getTook());
        return outcome.getReason().isEmpty() ? word : word + ": " + outcome.getReason();
    }

    private static String word(FileStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Paint paint(FileStatus.State state) {
        return switch (state) {
            case SERVING, ACTIVE -> Paint.GOOD;
            case WAITING, REFUSED -> Paint.BAD;
            case PENDING -> Paint.CARE;
            case STANDBY, REMOVED, STATE_UNSPECIFIED, UNRECOGNIZED -> Paint.DIM;
        };
    }

    private Cell[] head(String... titles) {
        Cell[] cells = new Cell[titles.length];
        for (int i = 0; i < titles.length; i++) {
            cells[i] = Cell.text(titles[i]).in(Paint.DIM);
        }
        return cells;
    }

    private Cell[] heads(String... titles) {
        Cell[] cells = new Cell[titles.length];
        for (int i = 0; i < titles.length; i++) {
            cells[i] = Cell.number(titles[i]).in(Paint.DIM);
        }
        return cells;
    }

    /** Three digits are what the measure has. */
    private static String time(Duration duration) {
        double millis = duration.getSeconds() * 1000.0 + duration.getNanos() / NANOS_OF_MILLI;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 100 ? "%.0fms" : millis >= 10 ? "%.1fms" : "%.2fms", millis);
    }

    private static Instant instant(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
