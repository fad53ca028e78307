/**
 * The embedded OSGi framework: its launch, its platform bundles, and what it lends to function bundles. With {@code
 * deploy}, the only room that knows OSGi.
 */
package io.funclet.host.framework;
