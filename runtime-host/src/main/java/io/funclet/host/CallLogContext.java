package io.funclet.host;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogContext;

/**
 * Whose log line the calling thread writes: the function's whose call it handles, or else the function bundle's whose
 * class loader is its context, as it is in activators and in the threads that functions start.
 */
final class CallLogContext implements LogAttribution {

    private volatile CodeDirectories directories;

    /** From now on, bundles have owners. */
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
