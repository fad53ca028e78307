/** Has another version take over the listening sockets and the functions of a running process, or goes on if it cannot. */
package io.funclet.host.upgrade;
