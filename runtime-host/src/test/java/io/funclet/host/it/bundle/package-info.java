/** Bundles and what they see of each other. */
package io.funclet.host.it.bundle;
