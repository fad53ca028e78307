package io.funclet.host.framework.weaving;

/** The names that a class file has if it has a call of {@link GuardedCalls}. Loads no class of ASM, which most starts do without. */
final class GuardedNames {

    private static final BytePatterns OWNERS = new BytePatterns(
            // With its length: many classes have a longer name.
            "\u0010" + ThreadCalls.THREAD,
            GuardedCalls.EXECUTORS,
            GuardedCalls.SYSTEM,
            GuardedCalls.RUNTIME,
            GuardedCalls.LOCALE,
            GuardedCalls.TIME_ZONE,
            GuardedCalls.SECURITY,
            GuardedCalls.SSL_CONTEXT,
            GuardedCalls.HTTPS,
            GuardedCalls.COMPONENTS,
            GuardedCalls.FUTURE,
            GuardedCalls.PROCESS_BUILDER,
            GuardedCalls.PROCESS_HANDLE,
            GuardedCalls.LOGGER,
            GuardedCalls.CHANNEL);

    private static final BytePatterns METHODS = new BytePatterns(
            "exit",
            "halt",
            "addShutdownHook",
            "setOut",
            "setErr",
            "setIn",
            "setProperties",
            "setProperty",
            "clearProperty",
            "setDefault",
            "disableComponent",
            "addProvider",
            "insertProviderAt",
            "removeProvider",
            "exec",
            "start",
            "onExit",
            "open",
            "orTimeout",
            "completeOnTimeout",
            "delayedExecutor",
            "getGlobal",
            "newCachedThreadPool",
            "newFixedThreadPool",
            "newScheduledThreadPool",
            "newSingleThread",
            "defaultThreadFactory",
            // As the whole of a name: many classes have a longer one.
            "\u0001\u0000\u0004load");

    /** Few classes have these, whatever they call. */
    private static final BytePatterns RARE_OWNERS = new BytePatterns(
            GuardedCalls.PROVIDER,
            GuardedCalls.SERVICE_LOADER,
            GuardedCalls.DRIVER_MANAGER,
            GuardedCalls.FLIGHT_RECORDER,
            ClassValueCalls.CLASS_VALUE,
            "\u000f" + ThreadCalls.TIMER,
            ThreadCalls.POOL,
            ThreadCalls.SCHEDULED_POOL);

    private GuardedNames() {}

    /** Whether a class file has the names of such a call. Almost none has, which saves the parsing. */
    static boolean mayBeIn(byte[] bytes) {
        return OWNERS.isAnyIn(bytes) && METHODS.isAnyIn(bytes) || RARE_OWNERS.isAnyIn(bytes);
    }
}
