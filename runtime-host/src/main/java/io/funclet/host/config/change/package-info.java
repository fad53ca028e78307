/** What differs between two configurations, and when that counts. */
package io.funclet.host.config.change;
