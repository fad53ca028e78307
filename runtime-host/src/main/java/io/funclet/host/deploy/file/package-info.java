/** The state of each file of a code directory, and which deployment may change it. */
package io.funclet.host.deploy.file;
