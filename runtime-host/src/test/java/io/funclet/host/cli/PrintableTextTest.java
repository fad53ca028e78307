package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.proto.control.v1.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\u009b", "\u0085", "\u007f", "\n", "\t", "\u202e", "\u2066", "\u200b", "\u2028", "\ud800"
            })
    void whatGivesOrdersToATerminal_isAQuestionMark(String order) {
        assertEquals("a?b", PrintableText.of("a" + order + "b"));
    }

    @Test
    void tree_takesNoOrdersFromWhatItTells() {
        Explanation explanation =
                Explanation.newBuilder().setText("a\u001b[31mb\u009bc").build();
        assertEquals(List.of("a?[31mb?c"), new Tree(false).lines(List.of(explanation)));
    }

    @Test
    void textOfAnyScript_staysAsItIs() {
        String text = "温度计 größe مرحبا 🌡 é";
        assertEquals(text, PrintableText.of(text));
    }

    @Test
    void oneLine_hasSpacesWhereLinesWereBroken() {
        assertEquals("a b ?c", PrintableText.inOneLine(" a \r\n  b\n\u001bc\n"));
    }

    @Test
    void width_isTwoForEastAsianCharactersAndPictures_andNoneForMarks() {
        assertEquals(3, PrintableText.width("abc"));
        assertEquals(6, PrintableText.width("温度计"));
        assertEquals(2, PrintableText.width("🌡"));
        assertEquals(1, PrintableText.width("e\u0301"));
        assertEquals(2, PrintableText.width("ör"));
    }

    @Test
    void wrap_breaksBetweenWords_orElseBehindJoints_orElseAnywhere() {
        assertEquals(List.of("imports package", "com.example"), PrintableText.wrap("imports package com.example", 16));
        assertEquals(List.of("com.example.", "thermo"), PrintableText.wrap("com.example.thermo", 14));
        assertEquals(List.of("abcd", "efgh", "i"), PrintableText.wrap("abcdefghi", 4));
        assertEquals(List.of("温", "度", "计"), PrintableText.wrap("温度计", 3));
        assertEquals(List.of("word", "word"), PrintableText.wrap("word word", 4));
        assertEquals(List.of(""), PrintableText.wrap("", 4));
    }

    @Test
    void wrap_losesNothingButSpaces_andNoLineIsTooWide() {
        String text = "a bundle com.example.a-very-long_name/with,parts 温度计温度计 and🌡🌡🌡🌡🌡🌡 no spaces";
        for (int columns = 2; columns < 60; columns++) {
            List<String> lines = PrintableText.wrap(text, columns);
            int limit = columns;
            assertTrue(lines.stream().allMatch(line -> PrintableText.width(line) <= limit), lines::toString);
            assertEquals(text.replace(" ", ""), String.join("", lines).replace(" ", ""));
        }
    }
}
