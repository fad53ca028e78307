/** What a library bundle exports. */
package io.funclet.host.soak.library;
