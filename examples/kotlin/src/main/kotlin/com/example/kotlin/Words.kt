package com.example.kotlin

import io.funclet.api.CallContext
import io.funclet.api.FunctionName
import io.funclet.api.TypedFunction
import org.osgi.service.component.annotations.Component

data class Text(val text: String)

/** Counts words: {"text": "a b a"} becomes {"a": 2, "b": 1}. */
@Component
@FunctionName("words")
class Words : TypedFunction<Text, Map<String, Int>> {

    override fun handle(event: Text, context: CallContext) =
        event.text.split(" ").groupingBy { it }.eachCount().toSortedMap()
}
