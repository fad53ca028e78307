/** Parses JSON and YAML into values that keep their numbers as written and their lines. */
package io.funclet.host.config.text;
