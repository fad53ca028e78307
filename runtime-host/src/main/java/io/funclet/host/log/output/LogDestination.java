package io.funclet.host.log.output;

import java.util.logging.LogRecord;

/** Where the events of a runtime go, and what its functions print. */
record LogDestination(LogHandler handler, StandardStreamCapture out, StandardStreamCapture err) {

    void publish(LogRecord event) {
        handler.publish(event);
    }

    /** Whether a class loader is that of a bundle of this runtime. */
    boolean isOf(ClassLoader loader) {
        return handler.tenant(loader) != null;
    }
}
