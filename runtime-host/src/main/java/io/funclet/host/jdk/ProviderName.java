package io.funclet.host.jdk;

import java.security.Provider;
import java.security.Security;
import java.util.List;

/**
 * Replaces a security provider by another one of its name, so that the name is never unknown: calls look it up meanwhile.
 * {@link Security} adds no second provider of a name, and removes one by its name. So both have another name for a moment.
 * Where a Java does it differently, the name is unknown for that moment.
 */
public final class ProviderName {

    private static final String COMING = "funclet.coming";
    private static final String GOING = "funclet.going";

    private ProviderName() {}

    /** Returns the position of the next one. The caller prevents a second replacement meanwhile. */
    public static int replace(Provider going, Provider next) {
        String name = going.getName();
        int position = List.of(Security.getProviders()).indexOf(going) + 1;
        if (position > 0 && set(next, COMING)) {
            // Behind it: a search that has passed the one before its name changes finds the other one.
            int actual = Security.insertProviderAt(next, position + 1);
            set(next, name);
            if (!set(going, GOING)) {
                return actual;
            }
            Security.removeProvider(GOING);
            set(going, name);
            return position;
        }
        Security.removeProvider(name);
        return Security.insertProviderAt(next, position);
    }

    /** Returns whether the provider has this name now. */
    private static boolean set(Provider provider, String name) {
        try {
            PrivateField.write(provider, Provider.class, "name", name);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            return false;
        }
        return provider.getName().equals(name);
    }
}
