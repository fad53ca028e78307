package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.cli.Table.Cell;
import io.funclet.proto.control.v1.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on a terminal, whatever others have said and called themselves. */
class TerminalTest {

    /** Escape sequences in seven bits and in eight, and what turns the direction of a text. */
    @ParameterizedTest
    @ValueSource(strings = {"\u001b", "\u009b", "\u0000", "\n", "\u007f", "\u0085", "\u2028", "\u202e", "\u2066"})
    void characterThatCouldSteerATerminal_isNotWrittenToIt(String character) {
        String hostile = "a" + character + "[31mb";
        Table table = new Table(false);
        table.add(Cell.text(hostile), Cell.number("1"));
        Explanation explanation = Explanation.newBuilder().setText(hostile).build();

        assertEquals(List.of("a?[31mb  1"), table.lines());
        assertEquals(List.of("a?[31mb"), new Tree(false).lines(List.of(explanation)));
    }

    @Test
    void letters_areWritten() {
        String name = "Grüße ☃ 温度 \ud83d\ude00";

        assertEquals(name, Terminal.printable(name));
    }
}
