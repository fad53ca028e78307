/** Compares how calls end on two versions of a function: what is counted, and the rule by which one is worse. */
package io.funclet.host.call.compare;
