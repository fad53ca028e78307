package io.funclet.host.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows whose columns stand below each other. Mutable, of one thread. */
final class Table {

    private final boolean hasColours;
    private final List<Cell[]> rows = new ArrayList<>();

    /** A cell: its text, how it looks, and whether it stands on the right of its column. */
    record Cell(String text, Paint paint, boolean isNumber) {

        static Cell text(String text) {
            return new Cell(Terminal.printable(text), Paint.NONE, false);
        }

        static Cell number(String text) {
            return new Cell(text, Paint.NONE, true);
        }

        Cell in(Paint colour) {
            return new Cell(text, colour, isNumber);
        }
    }

    Table(boolean hasColours) {
        this.hasColours = hasColours;
    }

    /** All rows have the same number of cells. */
    void add(Cell... row) {
        rows.add(row);
    }

    /** A row in two parts. */
    void add(Cell[] first, Cell[] second) {
        rows.add(Stream.of(first, second).flatMap(Stream::of).toArray(Cell[]::new));
    }

    List<String> lines() {
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        int[] widths = new int[columns];
        for (Cell[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].text().length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(Cell[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].text().length());
            String text = row[i].paint().on(row[i].text(), hasColours);
            line.append(row[i].isNumber() ? padding + text : text + padding);
            line.append(i == row.length - 1 ? "" : "  ");
        }
        return line.toString().stripTrailing();
    }
}
