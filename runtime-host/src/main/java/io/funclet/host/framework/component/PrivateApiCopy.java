package io.funclet.host.framework.component;

import io.funclet.api.FunctionHandler;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Detects bundles that contain the function API instead of importing it from the runtime. */
public final class PrivateApiCopy {

    private static final String API = FunctionHandler.class.getPackageName();
    private static final String CONSEQUENCE = ", so that its functions are not functions of this runtime; ";

    private PrivateApiCopy() {}

    public static String inTheBundleItself() {
        return "carries a private copy of the package " + API + CONSEQUENCE + "it must import the package";
    }

    /** A phrase about the bundle of a class that implements a copy; empty if the class does not. */
    public static Optional<String> behind(Bundle bundle, Class<?> type) {
        return FunctionInterfaces.NAMES.stream()
                .flatMap(name -> Supertypes.of(type, name).stream())
                .filter(copy -> copy.getClassLoader() != FunctionHandler.class.getClassLoader())
                .findFirst()
                .map(copy -> {
                    Bundle origin = FrameworkUtil.getBundle(copy);
                    return origin == null || origin.equals(bundle) ? inTheBundleItself() : from(origin);
                });
    }

    private static String from(Bundle origin) {
        String name = origin.getSymbolicName() + " " + origin.getVersion();
        return "has the package " + API + " from " + name + CONSEQUENCE + "that bundle must not bring the package";
    }
}
