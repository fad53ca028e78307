/**
 * What woven code of function bundles calls. The package is exported to them under an attribute that no other import
 * has.
 */
package io.funclet.host.framework.guard;
