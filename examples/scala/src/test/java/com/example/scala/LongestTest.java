package com.example.scala;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.FuncletExtension;
import io.funclet.testkit.FuncletRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FuncletExtension.class)
class LongestTest {

    @Test
    void longestWord_isReturned(FuncletRuntime runtime) {
        assertEquals(
                "\"gateway\"",
                runtime.call("longest", "{\"text\": \"an edge gateway\"}").text());
    }
}
