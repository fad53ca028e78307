/**
 * What code of a bundle can leave behind in the process when its version goes, and what would then keep its classes in
 * memory. Each {@link io.funclet.host.deploy.leftover.Place} is looked through for what is of the bundle's class loader;
 * the list of them is in {@link io.funclet.host.deploy.leftover.Leftovers}. But for what looks after
 * threads, nothing of it is loaded before the first version goes.
 */
package io.funclet.host.deploy.leftover;
