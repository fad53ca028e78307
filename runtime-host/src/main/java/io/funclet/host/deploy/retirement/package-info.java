/** How old versions go: drained, stopped, uninstalled and refreshed; and versions that cannot run beside each other. */
package io.funclet.host.deploy.retirement;
