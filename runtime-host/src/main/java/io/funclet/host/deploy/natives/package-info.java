/** Native libraries in jars, and which of them the system's loader would take for each other. */
package io.funclet.host.deploy.natives;
