/**
 * The operator's side: a gRPC service of its own ({@code funclet_control.proto}) on a Unix domain socket, for the user
 * who runs the process and for root alone. It uses the event loop that exists anyway. It loads the classes of its
 * messages at the first call: until then it costs a file.
 */
package io.funclet.host.control;
