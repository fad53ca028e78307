package io.funclet.host.framework.guard;

import io.funclet.host.jdk.ProviderName;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Replaces {@code Security.addProvider} and similar methods in function bundles. Java keeps only the first provider of
 * a name, so an update or a neighbour would use that of a version which goes. This class keeps the others, and the next
 * one takes its place. Java's own providers come first and stay, because all use them, the runtime's TLS too.
 */
public final class Providers {

    private static final Logger LOG = Logger.getLogger(Providers.class.getName());

    /** The providers that bundles have added, by name. */
    private static final Map<String, Added> ADDED = new HashMap<>();

    /** Providers whose name was taken, in the order of their bundles' calls; one for each bundle and name. */
    private static final List<Added> WAITING = new ArrayList<>();

    private record Added(Provider provider, int position, ClassLoader by) {

        boolean is(String name) {
            return provider.getName().equals(name);
        }

        boolean isOf(ClassLoader loader) {
            return by == loader || provider.getClass().getClassLoader() == loader;
        }
    }

    private Providers() {}

    public static int addProvider(Provider provider) {
        return insertProviderAt(provider, 0);
    }

    /** Never before Java's own providers, whose algorithms it would hide. */
    public static synchronized int insertProviderAt(Provider provider, int wanted) {
        int position = wanted < 1 ? wanted : Math.max(wanted, first());
        int actual = Security.insertProviderAt(provider, position);
        Added added = new Added(provider, Math.max(actual, position), Callers.bundle());
        if (actual >= 0) {
            ADDED.put(provider.getName(), added);
        } else if (!isKnown(added)) {
            WAITING.add(added);
        }
        return actual;
    }

    /** Some bundles add their provider with each call. */
    private static boolean isKnown(Added added) {
        String name = added.provider().getName();
        Added present = ADDED.get(name);
        return present == null
                || present.by() == added.by()
                || WAITING.stream().anyMatch(other -> other.is(name) && other.by() == added.by());
    }

    /** Those of other bundles and of Java stay. */
    public static synchronized void removeProvider(String name) {
        ClassLoader by = Callers.bundle();
        WAITING.removeIf(waiting -> waiting.is(name) && waiting.by() == by);
        Added present = ADDED.get(name);
        if (present == null) {
            if (name != null && Security.getProvider(name) != null) {
                LOG.warning("a function must not remove security provider " + name + ", which all use: it stays");
            }
        } else if (present.by() == by) {
            replace(present);
        }
    }

    /**
     * Removes what a bundle that goes has added, or others have of its classes. The next waiting provider of the name
     * takes its place. Returns the removed providers, in words.
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        WAITING.removeIf(waiting -> waiting.isOf(loader));
        List<String> found = new ArrayList<>();
        for (Added added : List.copyOf(ADDED.values())) {
            if (added.isOf(loader)) {
                replace(added);
                found.add("security provider " + added.provider().getName());
            }
        }
        return found;
    }

    /**
     * Sets only how long Java caches host addresses. Other properties, such as the algorithms of TLS, affect all, and
     * are for operators.
     */
    public static void setProperty(String key, String value) {
        if (!key.startsWith("networkaddress.")) {
            throw new SecurityException("a function must not set security property " + key
                    + ", which is there for all; an operator may, by -Djava.security.properties=FILE in JAVA_OPTS");
        }
        Security.setProperty(key, value);
    }

    /** The first position behind all providers that no bundle has added. */
    private static int first() {
        int position = 1;
        for (Provider present : Security.getProviders()) {
            if (ADDED.containsKey(present.getName())) {
                break;
            }
            position++;
        }
        return position;
    }

    /**
     * Links a call of a {@link Provider}'s method that changes its algorithms. Java's own providers reject it.
     *
     * @param type what the method takes and returns, with the provider in front
     */
    public static CallSite change(MethodHandles.Lookup caller, String name, MethodType type)
            throws ReflectiveOperationException {
        MethodHandle method = caller.findVirtual(Provider.class, name, type.dropParameterTypes(0, 1));
        MethodHandle own = MethodHandles.lookup()
                .findStatic(Providers.class, "own", MethodType.methodType(Provider.class, Provider.class));
        return new ConstantCallSite(
                MethodHandles.filterArguments(method, 0, own).asType(type));
    }

    @SuppressWarnings("unused") // by a method handle
    private static Provider own(Provider provider) {
        ClassLoader loader = provider.getClass().getClassLoader();
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            throw new SecurityException(
                    "a function must not change security provider " + provider.getName() + ", which all use");
        }
        return provider;
    }

    private static void replace(Added going) {
        String name = going.provider().getName();
        ADDED.remove(name);
        Optional<Added> waiting = WAITING.stream().filter(next -> next.is(name)).findFirst();
        if (waiting.isEmpty()) {
            Security.removeProvider(name);
            return;
        }
        Added next = waiting.get();
        WAITING.remove(next);
        int position = ProviderName.replace(going.provider(), next.provider());
        ADDED.put(name, new Added(next.provider(), position, next.by()));
    }
}
