package io.funclet.host.framework.serviceloader;

import org.osgi.framework.Bundle;

/** Classes as bundles see them. */
final class BundleClasses {

    private BundleClasses() {}

    /** A class as the bundle sees it, not initialized; {@code null} if it sees none. */
    static Class<?> find(Bundle bundle, String name) {
        try {
            // Not by the class loader: for a caller outside all bundles, Felix looks into this process's class path,
            // too.
            return bundle.loadClass(name);
        } catch (ClassNotFoundException | LinkageError | IllegalStateException none) {
            return null;
        }
    }

    /** A class of Java, not initialized; {@code null} if there is none. */
    static Class<?> ofJava(String name) {
        try {
            return Class.forName(name, false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException | LinkageError none) {
            return null;
        }
    }
}
