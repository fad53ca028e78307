/** Which bundle is wired to which: dependants of an update, and wiring that a start has missed. */
package io.funclet.host.deploy.wiring;
