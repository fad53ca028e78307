package io.funclet.host;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogContext;

/**
 * Attributes log lines of the calling thread: to the function whose call it handles, or else to the bundle of its
 * context class loader, as in activators and threads of functions.
 */
final class CallLogContext implements LogAttribution {

    private volatile CodeDirectories directories;

    /** From now on, attributes lines to bundles, too. */
    void use(CodeDirectories known) {
        directories = known;
    }

    @Override
    public LogContext get() {
        Invocation call = CurrentCall.get();
        if (call != null) {
            return call.mark();
        }
        CodeDirectories known = directories;
        return known == null ? null : known.markOf(Thread.currentThread().getContextClassLoader());
    }

    @Override
    public Object tenant(ClassLoader loader) {
        CodeDirectories known = directories;
        return known == null ? null : known.tenantOf(loader);
    }
}
