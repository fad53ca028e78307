/** Updates under load, in any number: a program of its own, and what the tests of single updates share with it. */
package io.funclet.host.soak;
