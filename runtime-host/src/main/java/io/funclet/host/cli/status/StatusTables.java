package io.funclet.host.cli.status;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.HandlerStatus;
import io.funclet.proto.control.v1.StatusReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints the status of a runtime as tables. */
public final class StatusTables {

    private final StatusReply status;
    private final Terminal terminal;

    public StatusTables(StatusReply status, Terminal terminal) {
        this.status = status;
        this.terminal = terminal;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(AnsiColor.DIM.on(
                TerminalText.of(status.getName()) + ", process " + status.getPid()
                        + (status.getAddress().isEmpty() ? "" : ", at " + TerminalText.of(status.getAddress()))
                        + ", since " + TimeFormat.time(status.getStarted())
                        + (status.hasReloaded() ? ", configuration of " + TimeFormat.time(status.getReloaded()) : "")
                        + (status.getReloadFailed() ? ", the last reload has failed" : ""),
                terminal.hasColours()));
        lines.add("");
        if (status.getFunctionsList().isEmpty()) {
            lines.add("no function is served");
        } else {
            lines.addAll(new FunctionTable(terminal, files()).lines(status.getFunctionsList()));
        }
        if (!status.getQuotasList().isEmpty()) {
            lines.add("");
            lines.addAll(new QuotaTable(terminal).lines(status.getQuotasList()));
        }
        if (status.hasMemory()) {
            lines.add("");
            lines.addAll(new MemoryTable(terminal).lines(status.getMemory()));
        }
        for (DirectoryStatus directory : status.getDirectoriesList()) {
            lines.add("");
            lines.add(TerminalText.of(directory.getPath()));
            if (directory.getFilesList().isEmpty()
                    && directory.getDrainingList().isEmpty()) {
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
}
