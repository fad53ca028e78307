/** Jars for these tests, made on the fly. */
package io.funclet.host.it.jar;
