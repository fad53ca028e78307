/** Explains why a component does not activate. */
package io.funclet.host.framework.component;
