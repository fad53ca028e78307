/** What is served by HTTP: functions, health, metrics and the status page. */
package io.funclet.host.it.http;
