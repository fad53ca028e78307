/** Which calls may run on event loops: by promise, or by what has been seen of others. */
package io.funclet.host.call.permit;
