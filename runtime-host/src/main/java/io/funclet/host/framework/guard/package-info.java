/**
 * Methods that woven code of function bundles calls. The package is exported with an attribute that no other import
 * has.
 */
package io.funclet.host.framework.guard;
