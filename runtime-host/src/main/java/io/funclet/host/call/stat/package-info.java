/** Statistics of calls: numbers, durations, sizes, costs. */
package io.funclet.host.call.stat;
