/** {@code funclet pull} and {@code funclet push}: jars from a registry to a code directory, and back. */
package io.funclet.host.cli.registry;
