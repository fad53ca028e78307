/**
 * What the process was told to do: immutable, validated records, each of which reads itself from a source. Knows no
 * other room.
 */
package io.funclet.host.config;
