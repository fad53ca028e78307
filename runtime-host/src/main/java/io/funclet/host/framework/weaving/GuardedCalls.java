package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Maps calls of Java in classes of bundles to calls of {@code framework.guard}, by the names in class files. */
final class GuardedCalls {

    static final String SYSTEM = "java/lang/System";
    static final String RUNTIME = "java/lang/Runtime";
    static final String LOCALE = "java/util/Locale";
    static final String TIME_ZONE = "java/util/TimeZone";
    static final String SECURITY = "java/security/Security";
    static final String PROVIDER = "java/security/Provider";
    static final String SSL_CONTEXT = "javax/net/ssl/SSLContext";
    static final String HTTPS = "javax/net/ssl/HttpsURLConnection";
    static final String COMPONENTS = "org/osgi/service/component/runtime/ServiceComponentRuntime";
    static final String FUTURE = "java/util/concurrent/CompletableFuture";
    static final String PROCESS_BUILDER = "java/lang/ProcessBuilder";
    static final String PROCESS_HANDLE = "java/lang/ProcessHandle";
    static final String LOGGER = "java/util/logging/Logger";
    static final String EXECUTORS = "java/util/concurrent/Executors";
    static final String CHANNEL = "java/nio/channels/Asynchronous";

    static final String SERVICE_LOADER = "java/util/ServiceLoader";
    static final String FLIGHT_RECORDER = "jdk/jfr/FlightRecorder";
    static final String DRIVER_MANAGER = "java/sql/DriverManager";

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
