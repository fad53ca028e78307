package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTable;
import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import io.funclet.host.config.text.ByteSize;
import io.funclet.proto.control.v1.MemoryStatus;
import io.funclet.proto.control.v1.MemoryUse;
import java.util.ArrayList;
import java.util.List;

/** A table of the functions that use memory, while little is free. */
final class MemoryTable {

    private static final String NONE = "-";

    private final Terminal terminal;

    MemoryTable(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> lines(MemoryStatus memory) {
        AnsiColor colour = memory.getScarce() ? AnsiColor.BAD : AnsiColor.CARE;
        List<String> lines = new ArrayList<>();
        lines.add(colour.on(
                (memory.getScarce() ? "memory has run out" : "little memory is free")
                        + (memory.getUsesCount() == 0 ? ", and no function runs or waits" : "")
                        + "; what functions keep is not known",
                terminal.hasColours()));
        if (memory.getUsesCount() > 0) {
            TextTable uses = new TextTable(
                    terminal,
                    Column.text("MEMORY OF", 12),
                    Column.number("ALLOCATED"),
                    Column.number("RUN"),
                    Column.number("WAIT"),
                    Column.number("WITH"));
            memory.getUsesList().forEach(use -> uses.add(cells(use, memory)));
            lines.addAll(uses.lines());
        }
        return lines;
    }

    private static List<Cell> cells(MemoryUse use, MemoryStatus memory) {
        String allocated = use.getAllocatedBytes() == 0
                ? NONE
                : ByteSize.roughly(use.getAllocatedBytes()) + " in " + TimeFormat.time(memory.getPeriod());
        return List.of(
                Cell.text(use.getFunction()),
                Cell.text(allocated),
                Cell.text(Integer.toString(use.getRunning())),
                Cell.text(Integer.toString(use.getWaiting())),
                Cell.text(use.getWaiting() == 0 ? NONE : ByteSize.roughly(use.getWaitingBytes())));
    }
}
