/** JSON and YAML into plain values that keep their numbers as written and know their place in the text. */
package io.funclet.host.config.text;
