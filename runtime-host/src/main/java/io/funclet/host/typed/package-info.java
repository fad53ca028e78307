/** Typed functions: JSON in, JSON out. {@code codec} knows their types, {@code json} reads and writes the text. */
package io.funclet.host.typed;
