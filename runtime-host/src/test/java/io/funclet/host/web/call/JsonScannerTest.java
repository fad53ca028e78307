package io.funclet.host.web.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

    private static boolean isJson(String text) {
        return JsonScanner.isJson(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-1.5e+10",
                "1E400",
                "10000000000000000000000",
                "true",
                "false",
                "null",
                "\"\"",
                "\"ü\\u00fc\\\"\"",
                "[]",
                "[ ]",
                "{}",
                "{ }",
                " [1, [2, {\"a\" : [] }], {}]\n",
                "{\"a\":{\"b\":[null]},\"a\":1}",
                "\"\u007f\"",
                "[\"\\ud800\"]"
            })
    void text_isJson(String text) {
        assertTrue(isJson(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x1",
                "NaN",
                "tru",
                "truex",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "'a'",
                "[",
                "[1",
                "[1,]",
                "[,1]",
                "[1 2]",
                "]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1]",
                "[1}",
                "1 2",
                "{} x",
                "\uFEFF1",
                "// x\n1",
                "\u00a01"
            })
    void text_isNoJson(String text) {
        assertFalse(isJson(text));
    }

    @Test
    void depth_hasNoLimit_andBytesMustBeUtf8() {
        int depth = 1_000_000;
        assertTrue(isJson("[".repeat(depth) + "]".repeat(depth)));
        assertFalse(isJson("[".repeat(depth) + "]".repeat(depth - 1)));
        assertFalse(JsonScanner.isJson(Unpooled.wrappedBuffer(new byte[] {'"', (byte) 0xff, '"'})));
        assertFalse(JsonScanner.isJson(Unpooled.wrappedBuffer(new byte[] {'"', (byte) 0xff})));
    }
}
