/** The function and the library that soak and update tests deploy in ever new versions. Runs inside the runtime. */
package io.funclet.host.soak.probe;
