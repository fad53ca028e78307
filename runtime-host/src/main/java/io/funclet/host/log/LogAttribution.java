package io.funclet.host.log;

import java.util.function.Supplier;

/** Tells the log whose code runs on the calling thread. Quick; neither logs nor prints. */
public interface LogAttribution extends Supplier<LogContext> {

    /**
     * The mark of the calling thread's call, or of the bundle that it works for; {@code null} if it works for the
     * runtime.
     */
    @Override
    LogContext get();

    /**
     * The tenant of a class loader, which may be {@code null}. Bundles of one tenant may use each other. What one adds to
     * {@code java.util.logging} affects no other tenant. Returns {@code null} if the class loader is not a function's.
     */
    default Object tenant(ClassLoader loader) {
        return null;
    }
}
