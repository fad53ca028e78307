/** Notices that a code directory has changed. */
package io.funclet.host.deploy.watch;
