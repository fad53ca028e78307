/** New versions that get a part of the calls, or copies of them, and sets of jars that go over together. */
package io.funclet.host.it.rollout;
