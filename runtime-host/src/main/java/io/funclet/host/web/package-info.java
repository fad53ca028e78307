/** Metrics, and a page for a browser, over HTTP, if an address is configured. It changes nothing. */
package io.funclet.host.web;
