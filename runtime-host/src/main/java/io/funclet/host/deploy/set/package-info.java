/** Sets: lists of jars that are deployed together, or not at all. */
package io.funclet.host.deploy.set;
