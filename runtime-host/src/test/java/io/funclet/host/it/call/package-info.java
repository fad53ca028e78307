/** Calls as managers make them: what is answered, what is rejected, what a call costs. */
package io.funclet.host.it.call;
