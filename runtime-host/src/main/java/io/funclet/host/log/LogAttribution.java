package io.funclet.host.log;

import java.util.function.Supplier;

/** Whose code runs on the calling thread, as far as the log is concerned. Quick; neither logs nor prints. */
public interface LogAttribution extends Supplier<LogContext> {

    /**
     * The mark of the calling thread's call, or of the bundle that it works for.
     *
     * @return {@code null} if it works for the runtime
     */
    @Override
    LogContext get();

    /**
     * Whose code a class loader has. Bundles of one tenant may use each other; what one adds to
     * {@code java.util.logging} concerns no other tenant.
     *
     * @param loader may be {@code null}
     * @return an object that stands for the tenant; {@code null} if it is no function's class loader
     */
    default Object tenant(ClassLoader loader) {
        return null;
    }
}
