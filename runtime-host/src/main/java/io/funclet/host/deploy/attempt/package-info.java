/** One attempt to replace bundles: the new ones start beside the old ones, and calls switch to them, or all is taken back. */
package io.funclet.host.deploy.attempt;
