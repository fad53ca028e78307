/**
 * Methods that woven code of function bundles calls instead of those of Java with the same names. Public only for the
 * bundles' class loaders: the package is exported with an attribute that no other import has.
 */
package io.funclet.host.framework.guard;
