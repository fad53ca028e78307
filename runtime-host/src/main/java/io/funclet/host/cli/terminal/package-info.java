/** Tables, trees and colours on a terminal. */
package io.funclet.host.cli.terminal;
