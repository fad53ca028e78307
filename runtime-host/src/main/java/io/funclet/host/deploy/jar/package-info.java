/** One file of a code directory, and its checked private copy. */
package io.funclet.host.deploy.jar;
