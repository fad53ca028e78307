/**
 * The command line for people: a class a command. The runtime's own start, without arguments or with {@code -c}, loads
 * nothing of this room.
 */
package io.funclet.host.cli;
