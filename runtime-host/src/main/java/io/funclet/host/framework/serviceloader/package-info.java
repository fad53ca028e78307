/**
 * ServiceLoader across bundles: what the class loader of a bundle finds of services that its neighbours provide (OSGi
 * Compendium, chapter 133, without headers).
 */
package io.funclet.host.framework.serviceloader;
