package io.funclet.host.framework.requirement;

import java.util.Map;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** The requirement of a bundle for a package in any version, to find what there is instead. */
record UnversionedRequirement(BundleRequirement original, String packageName) implements Requirement {

    @Override
    public String getNamespace() {
        return PackageNamespace.PACKAGE_NAMESPACE;
    }

    @Override
    public Map<String, String> getDirectives() {
        return Map.of(
                Namespace.REQUIREMENT_FILTER_DIRECTIVE,
                "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + packageName + ")");
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public Resource getResource() {
        return original.getResource();
    }
}
