/** Suppresses floods of lines, so that no function fills the disk, and logs what was left out. */
package io.funclet.host.log.throttle;
