/** How much a tenant or a function may use. */
package io.funclet.host.config.quota;
