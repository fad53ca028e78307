package io.funclet.host.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of the width of the terminal. Cuts nothing: text that does not fit into a line continues in the next one.
 * Mutable, for one thread.
 */
public final class TextTable {

    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    /** The most lines of the last column before it moves below its row. */
    private static final int MOST_LINES = 2;

    private final Terminal terminal;
    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param isNumber whether its cells are aligned right
     * @param least its least width on a narrow terminal, unless all cells are narrower
     */
    public record Column(String title, boolean isNumber, int least) {

        /** Never narrower than its widest cell. */
        public static Column number(String title) {
            return new Column(title, true, Terminal.UNLIMITED);
        }

        public static Column text(String title, int least) {
            return new Column(title, false, Math.max(least, TerminalText.width(title)));
        }
    }

    /** A cell: its text and colour. */
    public record Cell(String text, AnsiColor ansiColor) {

        public static Cell text(String text) {
            return new Cell(TerminalText.of(text), AnsiColor.NONE);
        }

        public Cell in(AnsiColor colour) {
            return new Cell(text, colour);
        }
    }

    /**
     * A row of the table.
     *
     * @param notes texts about the row; empty ones are left out
     */
    private record Row(List<Cell> cells, List<Cell> notes) {}

    public TextTable(Terminal terminal, Column... columns) {
        this.terminal = terminal;
        this.columns = List.of(columns);
        rows.add(new Row(
                this.columns.stream()
                        .map(column -> Cell.text(column.title()).in(AnsiColor.DIM))
                        .toList(),
                List.of()));
    }

    /** As many cells as there are columns. */
    public void add(List<Cell> cells, Cell... notes) {
        rows.add(new Row(
                cells,
                Arrays.stream(notes).filter(note -> !note.text().isEmpty()).toList()));
    }

    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            add(row, widths, lines);
        }
        lines.replaceAll(String::stripTrailing);
        return lines;
    }

    /** The last columns become narrower first. */
    private int[] widths() {
        int[] widths = new int[columns.size()];
        Arrays.setAll(widths, i -> widest(i, Terminal.UNLIMITED));
        for (int i = widths.length - 1; i > 0; i--) {
            int excess = total(widths) - terminal.columns();
            if (excess > 0) {
                widths[i] = Math.max(
                        widths[i] - excess, Math.min(widths[i], columns.get(i).least()));
            }
        }
        int excess = total(widths) - terminal.columns();
        if (excess > 0) {
            widths[0] = widest(0, Math.max(widths[0] - excess, columns.get(0).least()));
            // A few long names may have left more room than needed.
            for (int i = 1; i < widths.length; i++) {
                int spare = Math.max(terminal.columns() - total(widths), 0);
                widths[i] = Math.min(widths[i] + spare, widest(i, Terminal.UNLIMITED));
            }
        }
        return widths;
    }

    /** The widest cell of a column within a limit. */
    private int widest(int column, int limit) {
        return rows.stream()
                .mapToInt(row -> TerminalText.width(row.cells().get(column).text()))
                .filter(width -> width <= limit)
                .max()
                .orElse(0);
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private void add(Row row, int[] widths, List<String> lines) {
        List<Cell> cells = new ArrayList<>(row.cells());
        Cell name = cells.get(0);
        if (TerminalText.width(name.text()) > widths[0]) {
            // A name that is too wide for its column has lines of its own.
            TerminalText.wrap(name.text(), Math.max(widths[0], terminal.columns()))
                    .forEach(line -> lines.add(paint(line, name)));
            cells.set(0, Cell.text(""));
        }
        List<Cell> notes = new ArrayList<>(row.notes());
        int last = widths.length - 1;
        if (TerminalText.wrap(cells.get(last).text(), widths[last]).size() > MOST_LINES) {
            notes.add(0, cells.set(last, Cell.text("")));
        }
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            wrapped.add(TerminalText.wrap(cells.get(i).text(), widths[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            lines.add(line(cells, wrapped, line, widths));
        }
        int noted = notes.stream()
                .mapToInt(note -> GAP.length() + TerminalText.width(note.text()))
                .sum();
        int end = lines.size() - 1;
        if (height == 1 && total(widths) + (long) noted <= terminal.columns()) {
            notes.forEach(note -> lines.set(end, lines.get(end) + GAP + paint(note.text(), note)));
        } else {
            for (Cell note : notes) {
                TerminalText.wrap(note.text(), Math.max(terminal.columns() - INDENT.length(), INDENT.length()))
                        .forEach(line -> lines.add(INDENT + paint(line, note)));
            }
        }
    }

    private String line(List<Cell> cells, List<List<String>> wrapped, int number, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            List<String> parts = wrapped.get(i);
            String part = number < parts.size() ? parts.get(number) : "";
            String padding = " ".repeat(widths[i] - TerminalText.width(part));
            String painted = paint(part, cells.get(i));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).isNumber() ? padding + painted : painted + padding);
        }
        return line.toString();
    }

    private String paint(String text, Cell cell) {
        return cell.ansiColor().on(text, terminal.hasColours());
    }
}
