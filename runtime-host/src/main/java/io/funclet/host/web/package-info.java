/**
 * What the operator's other programs read by HTTP, if an address is configured: metrics, and a page for a browser. It
 * changes nothing. It uses the event loop that exists anyway. One thread makes the responses, and ends when there are
 * no requests.
 */
package io.funclet.host.web;
