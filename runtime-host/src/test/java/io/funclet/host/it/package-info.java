/** The finished distribution, tested from outside, by subject. {@code runtime}, {@code client} and {@code jar} are what these tests share. */
package io.funclet.host.it;
