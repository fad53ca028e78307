/** Updates of serving functions, their failures, and what is put back. */
package io.funclet.host.it.update;
