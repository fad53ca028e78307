package com.example.kotlin

import io.funclet.testkit.FuncletExtension
import io.funclet.testkit.FuncletRuntime
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

@ExtendWith(FuncletExtension::class)
class WordsTest {

    @Test
    fun wordsAreCounted(runtime: FuncletRuntime) {
        assertEquals("""{"a":2,"b":1}""", runtime.call("words", """{"text": "a b a"}""").text())
        assertEquals("function words: $.text: missing", runtime.call("words", "{}").message())
    }
}
