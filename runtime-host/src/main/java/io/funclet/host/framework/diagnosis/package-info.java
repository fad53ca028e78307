/** Explains why a bundle or a component does not work, and what to do. */
package io.funclet.host.framework.diagnosis;
