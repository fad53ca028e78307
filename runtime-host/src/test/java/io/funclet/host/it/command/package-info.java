/** Commands of operators and authors, and those that the documentation prints. */
package io.funclet.host.it.command;
