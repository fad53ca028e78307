/** Where values come from: documents, the environment, with each problem recorded by key and value. */
package io.funclet.host.config.source;
