/**
 * What the process was told to do: immutable, validated records, and a loader for each generation of callers that
 * makes them. Knows no other room.
 */
package io.funclet.host.config;
