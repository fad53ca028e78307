/**
 * The embedded OSGi framework: its launch, its platform bundles, what it lends to function bundles, and the answer to
 * why a bundle is not up. With {@code deploy}, the only room that knows OSGi.
 */
package io.funclet.host.framework;
