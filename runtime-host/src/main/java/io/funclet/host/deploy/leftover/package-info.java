/**
 * What code of a bundle can leave in the process when its version goes, and so keep its classes in memory. Each place is
 * searched for what belongs to the bundle's class loader. Nothing of it is loaded before the first version goes, except
 * what looks after threads.
 */
package io.funclet.host.deploy.leftover;
