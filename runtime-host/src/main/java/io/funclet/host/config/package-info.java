/** The configuration of the process: immutable, validated records, each of which reads itself from a source. */
package io.funclet.host.config;
