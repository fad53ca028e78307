/** What a jar without OSGi headers has: its name, its packages, and those that its classes mention. */
package io.funclet.host.framework.plain;
