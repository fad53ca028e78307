/** Rewrites calls in function bundles that would end, change or hold up the whole process. */
package io.funclet.host.framework.weaving;
