/** What the runtime reads and writes of the JDK's insides. */
package io.funclet.host.jdk;
