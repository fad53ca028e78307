/** The families of metrics in Prometheus text format. */
package io.funclet.host.web.metrics;
