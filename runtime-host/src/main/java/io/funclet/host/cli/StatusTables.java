package io.funclet.host.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.HandlerStatus;
import io.funclet.proto.control.v1.StatusReply;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a runtime does, as tables for a person. */
final class StatusTables {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final double NANOS_OF_MILLI = 1e6;

    private final StatusReply status;
    private final Terminal terminal;

    StatusTables(StatusReply status, Terminal terminal) {
        this.status = status;
        this.terminal = terminal;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Paint.DIM.on(
                PrintableText.of(status.getName()) + ", process " + status.getPid()
                        + (status.getAddress().isEmpty() ? "" : ", at " + PrintableText.of(status.getAddress()))
                        + ", since " + time(status.getStarted()),
                terminal.hasColours()));
        lines.add("");
        if (status.getFunctionsList().isEmpty()) {
            lines.add("no function is served");
        } else {
            lines.addAll(new FunctionTable(terminal, files()).lines(status.getFunctionsList()));
        }
        for (DirectoryStatus directory : status.getDirectoriesList()) {
            lines.add("");
            lines.add(PrintableText.of(directory.getPath()));
            if (directory.getFilesList().isEmpty() && directory.getLeavingList().isEmpty()) {
                lines.add("no jar is in it");
            } else {
                lines.addAll(new FileTable(terminal).lines(directory));
            }
        }
        return lines;
    }

    /** The file that each function comes from. */
    private Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        for (DirectoryStatus directory : status.getDirectoriesList()) {
            for (HandlerStatus handler : directory.getHandlersList()) {
                if (handler.hasServing()) {
                    handler.getNamesList()
                            .forEach(
                                    name -> files.put(name, handler.getServing().getFile()));
                }
            }
        }
        return files;
    }

    static String time(Timestamp time) {
        return TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    /** Three digits are what the measure has. */
    static String time(Duration duration) {
        double millis = duration.getSeconds() * 1000.0 + duration.getNanos() / NANOS_OF_MILLI;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 100 ? "%.0fms" : millis >= 10 ? "%.1fms" : "%.2fms", millis);
    }
}
