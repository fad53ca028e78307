package io.funclet.host.framework.component;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;

/** Checks, without running code of it, whether the framework can make an activator of the class that a bundle names. */
public final class ActivatorClass {

    private ActivatorClass() {}

    /**
     * A phrase about what is wrong with it; empty if no fault is known, or the bundle names none. Loads it, and does not
     * initialize it.
     *
     * @param bundle resolved, and no fragment
     */
    public static Optional<String> fault(Bundle bundle) {
        String header = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR);
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String name = header.strip();
        ClassLoadFailure failure = new ClassLoadFailure(bundle);
        try {
            return shape(bundle.loadClass(name));
        } catch (ClassNotFoundException e) {
            return Optional.of("needs " + name + ", which " + failure.absence(name));
        } catch (UnsupportedClassVersionError newer) {
            return Optional.of("its activator " + failure.words(newer));
        } catch (LinkageError e) {
            return Optional.of(failure.words(e));
        }
    }

    private static Optional<String> shape(Class<?> type) {
        String service = BundleActivator.class.getName();
        String its = "its activator " + type.getName() + " ";
        if (!BundleActivator.class.isAssignableFrom(type)) {
            return Optional.of(its
                    + (Supertypes.of(type, service).isPresent()
                            ? "implements another copy of " + service + ", which the bundle carries: remove that, and"
                                    + " import package " + BundleActivator.class.getPackageName()
                            : "does not implement " + service));
        }
        return ComponentClass.shape(type, 0).map(its::concat);
    }
}
