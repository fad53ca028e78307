/** Signs jars. */
package io.funclet.host.cli.sign;
