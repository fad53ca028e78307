/** Threads, time limits and retries for code of bundles that a deployment runs. */
package io.funclet.host.deploy.work;
