/** What the harness makes bundles of: one class, in as many bundles and versions as a measurement needs. */
package io.funclet.benchmarks.function;
