/** Shared options of commands, their conversion, and errors about them. */
package io.funclet.host.cli.option;
