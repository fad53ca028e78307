/** An installed bundle: its lifecycle, what it may see, and the transaction in which it starts. */
package io.funclet.host.deploy.bundle;
