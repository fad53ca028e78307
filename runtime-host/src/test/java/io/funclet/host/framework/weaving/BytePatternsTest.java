package io.funclet.host.framework.weaving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePatternsTest {

    private final BytePatterns words = new BytePatterns("exit", "halt", "setOut");

    @ParameterizedTest
    @ValueSource(strings = {"exit", "the exit", "eexit", "exexit", "setErr setOut", "halt", "ä halt"})
    void word_isFound(String text) {
        assertTrue(words.isAnyIn(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "exi", "set", "setErr", "Halt", "ex it", "ähä"})
    void anythingElse_isNot(String text) {
        assertFalse(words.isAnyIn(text.getBytes(UTF_8)));
    }
}
