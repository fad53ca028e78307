/** {@code funclet upgrade}: another version takes over from a running one. */
package io.funclet.host.cli.upgrade;
