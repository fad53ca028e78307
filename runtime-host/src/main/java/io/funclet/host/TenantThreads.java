package io.funclet.host;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.deploy.CodeDirectories;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Counts the threads that functions of a tenant have started. A thread takes over the context class loader of the one that
 * starts it, and during a call that is the bundle's. Threads that run calls are the runtime's own. Any thread.
 */
final class TenantThreads implements ToIntFunction<String> {

    private final CodeDirectories directories;

    TenantThreads(CodeDirectories directories) {
        this.directories = directories;
    }

    @Override
    public int applyAsInt(String tenant) {
        Set<Thread> callers = CurrentCall.threads();
        int count = 0;
        for (Thread thread : all()) {
            boolean started = thread != null && !callers.contains(thread);
            count += started
                            && directories
                                    .tenantNameOf(thread.getContextClassLoader())
                                    .equals(tenant)
                    ? 1
                    : 0;
        }
        return count;
    }

    /** All threads of the process; may end with {@code null}. */
    private static Thread[] all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        while (root.enumerate(threads) == threads.length) {
            threads = new Thread[2 * threads.length];
        }
        return threads;
    }
}
