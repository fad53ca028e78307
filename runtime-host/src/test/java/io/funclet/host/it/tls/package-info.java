/** TLS. */
package io.funclet.host.it.tls;
