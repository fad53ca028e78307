/** Options that several commands share, their conversion, and errors about them. */
package io.funclet.host.cli.option;
