/**
 * The command line for people: one class for each command. The runtime's own start, without arguments or with {@code
 * -c}, does not load this package.
 */
package io.funclet.host.cli;
