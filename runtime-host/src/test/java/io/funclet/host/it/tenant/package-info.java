/** Several tenants in one runtime, and quotas. */
package io.funclet.host.it.tenant;
