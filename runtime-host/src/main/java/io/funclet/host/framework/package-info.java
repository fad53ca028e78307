/**
 * The embedded OSGi framework: its launch, its platform bundles, and the packages that it exports to function bundles.
 */
package io.funclet.host.framework;
