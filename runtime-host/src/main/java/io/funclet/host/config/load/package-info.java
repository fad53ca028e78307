/** One loader for each generation of callers: from its files, variables and arguments to a configuration. */
package io.funclet.host.config.load;
