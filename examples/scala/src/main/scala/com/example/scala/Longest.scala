package com.example.scala

import io.funclet.api.{CallContext, FunctionHandler, FunctionName, Payload}
import org.osgi.service.component.annotations.Component

/** Returns the longest word. */
@Component
@FunctionName("longest")
final class Longest extends FunctionHandler:

  override def handle(event: Payload, context: CallContext): Payload =
    Payload.of(event.text.split(" ").maxBy(_.length))
