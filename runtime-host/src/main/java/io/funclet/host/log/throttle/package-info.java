/** Suppresses repeated lines, so that no function fills the disk, and says what was left out. */
package io.funclet.host.log.throttle;
