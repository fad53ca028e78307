package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Which configurations a bundle uses.
 *
 * @param pids those of its components
 * @param asksItself whether its own code may ask for any other
 */
record ConfiguredComponents(Set<String> pids, boolean asksItself) {

    private static final String PACKAGE = "org.osgi.service.cm";

    static ConfiguredComponents of(BundleContext host, Bundle bundle) {
        Set<String> pids = new HashSet<>();
        Collection<ComponentDescriptionDTO> components =
                ComponentRuntime.ask(host, List.of(), runtime -> runtime.getComponentDescriptionDTOs(bundle));
        for (ComponentDescriptionDTO component : components) {
            if (!"ignore".equals(component.configurationPolicy)) {
                pids.addAll(List.of(component.configurationPid));
            }
        }
        return new ConfiguredComponents(pids, imports(bundle));
    }

    private static boolean imports(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null
                && wiring.getRequiredWires("osgi.wiring.package").stream().anyMatch(ConfiguredComponents::isOfCm);
    }

    private static boolean isOfCm(BundleWire wire) {
        return PACKAGE.equals(wire.getCapability().getAttributes().get("osgi.wiring.package"));
    }

    boolean areChanged(ConfigurationGeneration before, ConfigurationGeneration now) {
        Set<String> changed = ConfigurationGeneration.differences(before, now);
        return asksItself && !changed.isEmpty() || changed.stream().anyMatch(pids::contains);
    }
}
