/** The project that {@code funclet new} makes. */
package io.funclet.host.cli.project;
