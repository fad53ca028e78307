/** Tables and JSON of a runtime's status. */
package io.funclet.host.cli.status;
