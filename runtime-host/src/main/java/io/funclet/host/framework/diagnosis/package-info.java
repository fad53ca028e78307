/** The door to all diagnosis: why a bundle or a component is not up, and what to do. */
package io.funclet.host.framework.diagnosis;
