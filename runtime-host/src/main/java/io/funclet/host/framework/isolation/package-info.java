/**
 * Which bundle sees which service. Code directories do not see each other, and platform bundles use nothing of
 * function bundles but functions.
 */
package io.funclet.host.framework.isolation;
