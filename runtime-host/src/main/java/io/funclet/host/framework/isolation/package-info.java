/**
 * Which bundle sees which service. Code directories do not see each other, and platform bundles use only the functions
 * of function bundles.
 */
package io.funclet.host.framework.isolation;
