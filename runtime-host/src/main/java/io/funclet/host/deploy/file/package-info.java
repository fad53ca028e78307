/** The state of one file of a code directory: what it was, what it is, and who may work on it. */
package io.funclet.host.deploy.file;
