/**
 * What the operator's other programs read: metrics, and a page for a browser, by HTTP, if an address is configured. It only
 * tells. It stands on the event loop that is there anyway; one thread, which ends when nobody asks, makes the answers.
 */
package io.funclet.host.web;
