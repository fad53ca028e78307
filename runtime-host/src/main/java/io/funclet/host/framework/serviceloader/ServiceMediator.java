package io.funclet.host.framework.serviceloader;

import java.net.URL;
import org.osgi.framework.Bundle;

/**
 * Lets the class loaders of bundles find providers of other bundles: {@code ServiceLoader}, and Java's and libraries' own
 * look-ups, ask a class loader. Without {@link Neighbours}, each bundle finds its own only. Any thread.
 */
public final class ServiceMediator {

    private volatile Neighbours neighbours;

    /** Begins to mediate, for class loaders that exist, too. */
    public void use(Neighbours all) {
        neighbours = all;
    }

    /**
     * The service that a class loader is asked for.
     *
     * @param resource the name of a resource
     * @return its name; {@code null} if the resource is something else
     */
    public static String service(String resource) {
        return ServiceFile.service(resource);
    }

    /** What a bundle finds in others; {@code null} as long as there are none. */
    public ProviderSearch search(Bundle user) {
        Neighbours known = neighbours;
        return known == null ? null : new ProviderSearch(user, known);
    }

    /** As {@link Neighbours#mayUse}; true as long as there are none. */
    public boolean mayUse(Bundle user, Bundle provider) {
        Neighbours known = neighbours;
        return known == null || known.mayUse(user, provider);
    }

    /** The class that the library sees which asks a bundle's context class loader now; {@code null} if there is none. */
    public Class<?> classOfLibrary(Bundle context, String name) {
        return new AskingLibrary(context, neighbours).load(name);
    }

    /** The same for a resource. */
    public URL resourceOfLibrary(Bundle context, String name) {
        return new AskingLibrary(context, neighbours).resource(name);
    }
}
