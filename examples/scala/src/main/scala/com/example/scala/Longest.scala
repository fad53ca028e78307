package com.example.scala

import io.funclet.api.{CallContext, FunctionName, TypedFunction}
import org.osgi.service.component.annotations.Component

final case class Text(text: String)

/** Returns the longest word: {"text": "a bcd"} becomes "bcd". */
@Component
@FunctionName("longest")
final class Longest extends TypedFunction[Text, String]:

  override def handle(event: Text, context: CallContext): String =
    event.text.split(" ").maxBy(_.length)
