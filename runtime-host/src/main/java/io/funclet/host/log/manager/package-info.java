/**
 * The log manager of {@code java.util.logging} that bundles share, and by which they cannot silence or block each
 * other.
 */
package io.funclet.host.log.manager;
