package io.funclet.host.log.output;

/**
 * The threads of a runtime that shares its process with others. A thread that one of them starts belongs to it, too, so
 * the log can tell whose events they are.
 */
public final class RuntimeThreadGroup extends ThreadGroup {

    /** {@code null} while it is not open. */
    private volatile LogDestination log;

    public RuntimeThreadGroup(String name) {
        super(name);
    }

    /** The log of the runtime to which the calling thread belongs; {@code null} if it belongs to none. */
    static LogDestination logOfThisThread() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group != null && !(group instanceof RuntimeThreadGroup)) {
            group = group.getParent();
        }
        return group == null ? null : ((RuntimeThreadGroup) group).log;
    }

    void use(LogDestination open) {
        log = open;
    }

    /** Handles uncaught exceptions of threads without a handler of their own. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LogDestination open = log;
        if (open == null) {
            super.uncaughtException(thread, thrown);
        } else {
            open.handler().uncaughtException(thread, thrown);
        }
    }
}
