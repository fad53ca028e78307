package io.funclet.host.framework.guard;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Prevents bundles from stopping or changing the framework, the platform and what is in code directories. */
public final class Lifecycle {

    private Lifecycle() {}

    /**
     * Throws a {@link SecurityException} if code of a bundle is on the stack, and the bundle is not one that bundles have
     * installed themselves.
     *
     * @param verb what is about to be done
     */
    public static void require(Bundle bundle, String verb) {
        if (isOfTheRuntime(bundle) && Callers.bundle() != null) {
            String subject = bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                    ? "the framework, in which all functions run"
                    : "bundle " + bundle.getSymbolicName() + ": what is in the code directory runs";
            throw new SecurityException("a function must not " + verb + " " + subject);
        }
    }

    /** By its location: the runtime installs from its own copies. */
    private static boolean isOfTheRuntime(Bundle bundle) {
        String location = bundle.getLocation();
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || location.startsWith("classpath:")
                || location.startsWith("reference:");
    }
}
