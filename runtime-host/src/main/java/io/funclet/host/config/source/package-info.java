/** The sources of values: documents and the environment, with each problem by key and value. */
package io.funclet.host.config.source;
