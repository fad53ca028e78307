package io.funclet.host.deploy.bundle;

import io.funclet.api.FunctionHandler;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Whether a bundle's service providers are for others, too. Those of a library are. Those of a function are not, unless it
 * says so: mostly they belong to libraries inside it, and other functions would depend on each of its updates.
 */
final class ServiceOffer {

    private static final String CAPABILITY = "osgi.serviceloader";
    private static final String HEADER = "SPI-Provider";
    private static final String THE_API =
            "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + FunctionHandler.class.getPackageName() + ")";

    private ServiceOffer() {}

    static boolean isFor(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .noneMatch(ServiceOffer::importsTheApi)
                || !revision.getDeclaredCapabilities(CAPABILITY).isEmpty()
                || bundle.getHeaders("").get(HEADER) != null;
    }

    private static boolean importsTheApi(BundleRequirement requirement) {
        String filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        return filter != null && filter.contains(THE_API);
    }
}
