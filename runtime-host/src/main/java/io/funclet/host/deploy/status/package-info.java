/** What operators are told of code directories: plain records. */
package io.funclet.host.deploy.status;
