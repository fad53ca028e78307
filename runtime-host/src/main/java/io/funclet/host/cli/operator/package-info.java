/** Commands that ask a running runtime by its control socket, and are not about one subject of their own. */
package io.funclet.host.cli.operator;
