/** What becomes of plain jars, of refusals and of updates, where there is a choice. */
package io.funclet.host.config.policy;
