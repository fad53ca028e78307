/** Records the archive of loaded classes with a runtime of its own. */
package io.funclet.host.cli.archive;
