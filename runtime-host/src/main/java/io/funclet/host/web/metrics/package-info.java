/** Metric families in the Prometheus text format. */
package io.funclet.host.web.metrics;
