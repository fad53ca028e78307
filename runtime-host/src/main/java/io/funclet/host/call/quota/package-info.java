/** What tenants and functions may use, and have used. Loaded only where there are quotas. */
package io.funclet.host.call.quota;
