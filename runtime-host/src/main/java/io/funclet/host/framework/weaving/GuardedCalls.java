package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Maps calls of Java in classes of bundles to calls of {@code framework.guard}, by the names in class files. */
final class GuardedCalls {

    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String LOCALE = "java/util/Locale";
    private static final String TIME_ZONE = "java/util/TimeZone";
    private static final String SECURITY = "java/security/Security";
    private static final String PROVIDER = "java/security/Provider";
    private static final String SSL_CONTEXT = "javax/net/ssl/SSLContext";
    private static final String HTTPS = "javax/net/ssl/HttpsURLConnection";
    private static final String COMPONENTS = "org/osgi/service/component/runtime/ServiceComponentRuntime";
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";
    private static final String PROCESS_BUILDER = "java/lang/ProcessBuilder";
    private static final String PROCESS_HANDLE = "java/lang/ProcessHandle";
    private static final String LOGGER = "java/util/logging/Logger";
    private static final String EXECUTORS = "java/util/concurrent/Executors";
    private static final String CHANNEL = "java/nio/channels/Asynchronous";

    private static final String SERVICE_LOADER = "java/util/ServiceLoader";
    private static final String FLIGHT_RECORDER = "jdk/jfr/FlightRecorder";
    private static final String DRIVER_MANAGER = "java/sql/DriverManager";

    // By name, so that these classes are loaded only when code of a bundle calls them.
    private static final String GUARD = Exit.class.getPackageName().replace('.', '/') + "/";
    private static final String EXIT = GUARD + "Exit";
    private static final String HOOKS = GUARD + "Hooks";
    private static final String SETTINGS = GUARD + "Settings";
    private static final String PROVIDERS = GUARD + "Providers";
    private static final String PROPERTIES = GUARD + "SystemProperties";

    private static final String LINKED = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
            + "Ljava/lang/invoke/MethodType;%s)Ljava/lang/invoke/CallSite;";

    private static final Handle PROVIDER_CHANGE =
            new Handle(Opcodes.H_INVOKESTATIC, PROVIDERS, "change", LINKED.formatted(""), false);

    private static final Handle SHARED_THREAD = new Handle(
            Opcodes.H_INVOKESTATIC, GUARD + "SharedThreads", "call", LINKED.formatted("Ljava/lang/Class;I"), false);

    /** Linked before a call of a driver manager. */
    static final Handle DRIVERS =
            new Handle(Opcodes.H_INVOKESTATIC, GUARD + "JdbcDrivers", "prepare", LINKED.formatted(""), false);

    private static final BytePatterns OWNERS = new BytePatterns(
            // With its length: many classes have a longer name.
            "\u0010" + ThreadCalls.THREAD,
            EXECUTORS,
            SYSTEM,
            RUNTIME,
            LOCALE,
            TIME_ZONE,
            SECURITY,
            SSL_CONTEXT,
            HTTPS,
            COMPONENTS,
            FUTURE,
            PROCESS_BUILDER,
            PROCESS_HANDLE,
            LOGGER,
            CHANNEL);

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
            PROVIDER,
            SERVICE_LOADER,
            DRIVER_MANAGER,
            FLIGHT_RECORDER,
            ClassValueCalls.CLASS_VALUE,
            "\u000f" + ThreadCalls.TIMER,
            ThreadCalls.POOL,
            ThreadCalls.SCHEDULED_POOL);

    /** The methods that change a security provider. */
    private static final Set<String> CHANGES = Set.of(
            "clear",
            "compute",
            "computeIfAbsent",
            "computeIfPresent",
            "load",
            "merge",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "replace",
            "replaceAll",
            "setProperty");

    private GuardedCalls() {}

    /** Whether a class file has the names of such a call. Almost none has, which saves the parsing. */
    static boolean mayBeIn(byte[] bytes) {
        return OWNERS.isAnyIn(bytes) && METHODS.isAnyIn(bytes) || RARE_OWNERS.isAnyIn(bytes);
    }

    /** The class whose static method of the same name replaces a method; {@code null} if none does. */
    static String standIn(String owner, String name, String descriptor) {
        return switch (owner) {
            case RUNTIME ->
                switch (name) {
                    case "exit", "halt" -> EXIT;
                    case "addShutdownHook" -> HOOKS;
                    default -> null;
                };
            case SYSTEM ->
                switch (name) {
                    case "exit" -> EXIT;
                    case "setOut", "setErr", "setIn" -> SETTINGS;
                    case "setProperties", "setProperty", "clearProperty" -> PROPERTIES;
                    default -> null;
                };
            case LOCALE, TIME_ZONE, SSL_CONTEXT -> name.equals("setDefault") ? SETTINGS : null;
            case HTTPS ->
                switch (name) {
                    case "setDefaultSSLSocketFactory", "setDefaultHostnameVerifier" -> SETTINGS;
                    default -> null;
                };
            case SERVICE_LOADER ->
                // The other methods say where to look.
                name.equals("load") && descriptor.startsWith("(Ljava/lang/Class;)") ? GUARD + "ServiceLoaders" : null;
            case EXECUTORS ->
                switch (name) {
                    case "newCachedThreadPool",
                            "newFixedThreadPool",
                            "newScheduledThreadPool",
                            "newSingleThreadExecutor",
                            "newSingleThreadScheduledExecutor",
                            "defaultThreadFactory" -> ThreadCalls.CREATORS;
                    default -> null;
                };
            case FLIGHT_RECORDER -> name.equals("addListener") ? GUARD + "FlightRecorders" : null;
            case LOGGER -> name.equals("getGlobal") ? GUARD + "Loggers" : null;
            case COMPONENTS -> name.equals("disableComponent") ? GUARD + "Components" : null;
            case SECURITY ->
                switch (name) {
                    case "addProvider", "insertProviderAt", "removeProvider", "setProperty" -> PROVIDERS;
                    default -> null;
                };
            default -> null;
        };
    }

    /** The descriptor of the replacing method. Its first argument is the object of the call, as on the stack. */
    static String descriptor(String owner, String descriptor) {
        return owner.equals(RUNTIME) || owner.equals(COMPONENTS) ? withObject(owner, descriptor) : descriptor;
    }

    static String withObject(String owner, String descriptor) {
        return "(L" + owner + ";" + descriptor.substring(1);
    }

    /**
     * The bootstrap method of a call that is linked when it is first made; {@code null} if the call stays as it was.
     */
    static Handle linker(int opcode, String owner, String name) {
        if (opcode == Opcodes.INVOKEVIRTUAL && owner.equals(PROVIDER) && CHANGES.contains(name)) {
            return PROVIDER_CHANGE;
        }
        boolean startsSharedThread = switch (name) {
            case "orTimeout", "completeOnTimeout", "delayedExecutor" -> owner.equals(FUTURE);
            case "exec" -> owner.equals(RUNTIME);
            case "start", "startPipeline" -> owner.equals(PROCESS_BUILDER);
            case "onExit" -> owner.equals(PROCESS_HANDLE);
            case "open" -> owner.startsWith(CHANNEL);
            default -> false;
        };
        return startsSharedThread && opcode != Opcodes.INVOKESPECIAL ? SHARED_THREAD : null;
    }

    /** Whether a class has a method that loads a native library by its path. */
    static boolean loadsFiles(String owner) {
        return owner.equals(SYSTEM) || owner.equals(RUNTIME);
    }

    /** Whether it is a method that finds drivers of its caller. */
    static boolean needsDrivers(String owner, String name) {
        return owner.equals(DRIVER_MANAGER)
                && switch (name) {
                    case "getConnection", "getDriver", "getDrivers", "drivers" -> true;
                    default -> false;
                };
    }

    /** The static arguments of a linker, besides the name and the types. */
    static Object[] arguments(Handle linker, int opcode, String owner) {
        return linker == SHARED_THREAD
                ? new Object[] {Type.getObjectType(owner), opcode == Opcodes.INVOKESTATIC ? 1 : 0}
                : new Object[0];
    }
}
