/** Libraries in and beside functions, native ones, too. */
package io.funclet.host.it.library;
