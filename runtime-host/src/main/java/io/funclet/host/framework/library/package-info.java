/** Private copies of native libraries. */
package io.funclet.host.framework.library;
