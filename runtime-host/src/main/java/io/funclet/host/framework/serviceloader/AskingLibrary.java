package io.funclet.host.framework.serviceloader;

import java.net.URL;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A library that looks for something of its own by the context class loader. On a class path that finds it. The context class
 * loader of a call is that of the function's bundle, which sees only what it imports.
 *
 * @param context the bundle whose class loader is asked
 * @param neighbours are told that it uses the library; {@code null} if there are none yet
 */
record AskingLibrary(Bundle context, Neighbours neighbours) {

    /** The innermost bundle on the stack; {@code null} if it is the asked one itself, or the runtime. */
    private Bundle asking() {
        Lookup lookup = Lookup.underWay();
        if (neighbours == null || lookup.byRuntime() || lookup.bundles().isEmpty()) {
            return null;
        }
        Bundle innermost = lookup.bundles().get(0);
        return innermost.equals(context) ? null : innermost;
    }

    /** A class that the library sees; {@code null} if there is none. */
    Class<?> load(String name) {
        Bundle library = asking();
        Class<?> found = library == null ? null : BundleClasses.find(library, name);
        if (found != null) {
            // Java remembers the class for the class loader that was asked.
            neighbours.used(context, library);
        }
        return found;
    }

    /** A resource that the library sees; {@code null} if there is none. */
    URL resource(String name) {
        Bundle library = asking();
        BundleWiring wiring = library == null ? null : library.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader().getResource(name);
    }
}
