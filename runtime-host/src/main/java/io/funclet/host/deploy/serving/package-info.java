/**
 * The functions that bundles offer in the service registry, which provider serves a name, and the switch from one to
 * the next.
 */
package io.funclet.host.deploy.serving;
