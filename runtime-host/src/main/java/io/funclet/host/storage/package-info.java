/**
 * Directories and files of this process outside the code directories. It opens everything by handles, and neither
 * follows links nor removes files of other users.
 */
package io.funclet.host.storage;
