package io.funclet.host.framework;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** What an installed bundle asks for in its manifest. Reads the headers only: the bundle need not resolve. */
public final class PackageDemand {

    private PackageDemand() {}

    /** Whether it imports a package, also optionally or dynamically, or requires a service of it. */
    public static boolean isOf(Bundle bundle, String packageName) {
        return mentions(bundle, Constants.IMPORT_PACKAGE, packageName)
                || mentions(bundle, Constants.DYNAMICIMPORT_PACKAGE, packageName)
                || isRequired(bundle, packageName);
    }

    /** Whether a requirement mentions a name. */
    public static boolean isRequired(Bundle bundle, String name) {
        return mentions(bundle, Constants.REQUIRE_CAPABILITY, name);
    }

    private static boolean mentions(Bundle bundle, String header, String text) {
        String value = bundle.getHeaders("").get(header);
        return value != null && value.contains(text);
    }
}
