package io.funclet.host.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.proto.control.v1.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\u009b", "\u0085", "\u007f", "\n", "\t", "\u202e", "\u2066", "\u200b", "\u2028", "\ud800"
            })
    void whatGivesOrdersToATerminal_isAQuestionMark(String order) {
        assertEquals("a?b", TerminalText.of("a" + order + "b"));
    }

    @Test
    void tree_takesNoOrdersFromWhatItTells() {
        Explanation explanation =
                Explanation.newBuilder().setText("a\u001b[31mb\u009bc").build();
        assertEquals(List.of("a?[31mb?c"), new TextTree(false).lines(List.of(explanation)));
    }

    @Test
    void textOfAnyScript_staysAsItIs() {
        String text = "温度计 größe مرحبا 🌡 é";
        assertEquals(text, TerminalText.of(text));
    }

    @Test
    void oneLine_hasSpacesWhereLinesWereBroken() {
        assertEquals("a b ?c", TerminalText.inOneLine(" a \r\n  b\n\u001bc\n"));
    }

    @Test
    void width_isTwoForEastAsianCharactersAndPictures_andNoneForMarks() {
        assertEquals(3, TerminalText.width("abc"));
        assertEquals(6, TerminalText.width("温度计"));
        assertEquals(2, TerminalText.width("🌡"));
        assertEquals(1, TerminalText.width("e\u0301"));
        assertEquals(2, TerminalText.width("ör"));
    }

    @Test
    void wrap_breaksBetweenWords_orElseBehindJoints_orElseAnywhere() {
        assertEquals(List.of("imports package", "com.example"), TerminalText.wrap("imports package com.example", 16));
        assertEquals(List.of("com.example.", "thermo"), TerminalText.wrap("com.example.thermo", 14));
        assertEquals(List.of("abcd", "efgh", "i"), TerminalText.wrap("abcdefghi", 4));
        assertEquals(List.of("温", "度", "计"), TerminalText.wrap("温度计", 3));
        assertEquals(List.of("word", "word"), TerminalText.wrap("word word", 4));
        assertEquals(List.of(""), TerminalText.wrap("", 4));
    }

    @Test
    void wrap_losesNothingButSpaces_andNoLineIsTooWide() {
        String text = "a bundle com.example.a-very-long_name/with,parts 温度计温度计 and🌡🌡🌡🌡🌡🌡 no spaces";
        for (int columns = 2; columns < 60; columns++) {
            List<String> lines = TerminalText.wrap(text, columns);
            int limit = columns;
            assertTrue(lines.stream().allMatch(line -> TerminalText.width(line) <= limit), lines::toString);
            assertEquals(text.replace(" ", ""), String.join("", lines).replace(" ", ""));
        }
    }
}
