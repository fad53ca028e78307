/** An installed bundle: its life, what it may see, and the change set that it is part of. */
package io.funclet.host.deploy.bundle;
