package io.funclet.host.framework.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(color=red)                          ; color=red",
                "(size>=3)                            ; size>=3",
                "(size<=3)                            ; size<=3",
                "(name~=near)                         ; name~=near",
                "(color=*)                            ; any color",
                "(color=r*d*)                         ; color=r*d*",
                "(color=a\\)b)                        ; color=a)b",
                "(!(color=red))                       ; not color=red",
                "(&(color=red)(size>=3))              ; color=red and size>=3",
                "(|(color=red)(color=blue))           ; color=red or color=blue",
                "(&(|(color=red)(color=blue))(size=3)) ; (color=red or color=blue) and size=3",
                "(|(&(color=red)(size=3))(size=1))    ; (color=red and size=3) or size=1",
                "(!(&(color=red)(size=3)))            ; not (color=red and size=3)",
            })
    void filter_isSaidWithoutItsBrackets(String filter, String words) {
        assertEquals(words, FilterText.of(filter));
    }

    @ParameterizedTest
    @CsvSource({"color=red", "(color=red", "(&(color=red)", "(color)", "()", "''", "(&)"})
    void whatIsNoFilter_isSaidAsItIs(String text) {
        assertEquals(text, FilterText.of(text));
    }
}
