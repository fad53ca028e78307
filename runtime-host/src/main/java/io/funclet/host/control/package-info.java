/**
 * The gRPC service for operators ({@code funclet_control.proto}) on a Unix domain socket, only for the user of the
 * process and root. It uses the callers' event loop, and loads its message classes at the first call.
 */
package io.funclet.host.control;
