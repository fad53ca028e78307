/** How replaced bundles go: drained, stopped, removed, with nothing left behind. */
package io.funclet.host.deploy.retire;
