package io.funclet.host.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.cli.terminal.TextTable.Cell;
import io.funclet.host.cli.terminal.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final String REASON = "imports package com.example.units, which no bundle exports";

    private static List<String> lines(int columns, boolean hasColours, String name, String from, String note) {
        TextTable textTable = new TextTable(
                new Terminal(true, hasColours, columns),
                Column.text("NAME", 6),
                Column.number("CALLS"),
                Column.text("FROM", 8));
        textTable.add(List.of(Cell.text("short"), Cell.text("12"), Cell.text("a.jar")));
        textTable.add(
                List.of(Cell.text(name), Cell.text("345678"), Cell.text(from).in(AnsiColor.GOOD)),
                Cell.text(note).in(AnsiColor.BAD));
        return textTable.lines();
    }

    @Test
    void whereThereIsNoLimit_eachRowIsALine_withItsNote() {
        assertEquals(
                List.of(
                        "NAME     CALLS  FROM",
                        "short       12  a.jar",
                        "thermo  345678  com.example.thermo-1.0.jar  " + REASON),
                lines(Terminal.UNLIMITED, false, "thermo", "com.example.thermo-1.0.jar", REASON));
    }

    @Test
    void noteThatDoesNotFit_standsBelowItsRow() {
        assertEquals(
                List.of(
                        "NAME     CALLS  FROM",
                        "short       12  a.jar",
                        "thermo  345678  thermo.jar",
                        "    imports package",
                        "    com.example.units, which no",
                        "    bundle exports"),
                lines(32, false, "thermo", "thermo.jar", REASON));
    }

    @Test
    void lastColumn_isBrokenFirst() {
        assertEquals(
                List.of(
                        "NAME     CALLS  FROM",
                        "short       12  a.jar",
                        "thermo  345678  com.example.",
                        "                thermo-1.0.jar",
                        "    absent"),
                lines(30, false, "thermo", "com.example.thermo-1.0.jar", "absent"));
    }

    @Test
    void nameThatIsTooLong_hasALineOfItsOwn_andTheOthersKeepTheirPlaces() {
        assertEquals(
                List.of(
                        "NAME    CALLS  FROM",
                        "short      12  a.jar",
                        "a-name-that-nobody-can-remember",
                        "       345678  b.jar"),
                lines(34, false, "a-name-that-nobody-can-remember", "b.jar", ""));
    }

    @Test
    void wideCharacters_takeTwoColumns() {
        assertEquals(
                List.of("NAME     CALLS  FROM", "short       12  a.jar", "温度计  345678  b.jar"),
                lines(80, false, "温度计", "b.jar", ""));
    }

    @Test
    void colours_takeNoRoom() {
        List<String> lines = lines(60, true, "thermo", "b.jar", "absent");
        assertEquals("thermo  345678  \u001b[32mb.jar\u001b[0m  \u001b[31mabsent\u001b[0m", lines.get(2));
    }

    @Test
    void ordersToTheTerminal_areNotObeyed() {
        assertEquals(
                "th?[2Jo  345678  b?.jar",
                lines(80, false, "th\u001b[2Jo", "b\u009b.jar", "").get(2));
    }
}
