/** What happens where memory, threads or files run out, and what is not to leak. */
package io.funclet.host.it.limit;
