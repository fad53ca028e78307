/**
 * Directories and files of this process outside the code directories. Everything is opened by handles, and nothing is
 * followed or removed that does not belong to this user.
 */
package io.funclet.host.storage;
