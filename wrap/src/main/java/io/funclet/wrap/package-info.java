/**
 * Makes a bundle of a plain function jar and its libraries, by bnd. It runs in a process of its own, so that the runtime
 * knows neither bnd nor this.
 */
package io.funclet.wrap;
