/**
 * {@code funclet dev}: the loop of an author, from a saved file to the version that serves. The runtime is a process of its
 * own; javac and bnd stay warm in this one.
 */
package io.funclet.host.cli.dev;
