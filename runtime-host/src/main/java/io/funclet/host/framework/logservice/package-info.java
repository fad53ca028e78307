/** OSGi's LogService for function bundles: what they log by it is logged by {@code java.util.logging}. */
package io.funclet.host.framework.logservice;
