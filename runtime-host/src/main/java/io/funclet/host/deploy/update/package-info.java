/**
 * One look at one file, to serving or rolled back: decide, stage, install, resolve, start, switch, retire, or take
 * back.
 */
package io.funclet.host.deploy.update;
