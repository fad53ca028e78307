/** One code directory: its state and its history. */
package io.funclet.host.deploy.directory;
