/** The status of code directories for operators: plain records. */
package io.funclet.host.deploy.status;
