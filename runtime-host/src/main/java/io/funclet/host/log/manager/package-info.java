/**
 * The log manager of {@code java.util.logging} that bundles share without being able to silence or block each other.
 */
package io.funclet.host.log.manager;
