package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.configuration.PropertyType;
import io.funclet.host.deploy.jar.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;

/** Checks configurations against the property types of the components that will get them. */
final class ConfigurationCheck {

    private ConfigurationCheck() {}

    /** Rejects a bundle that is resolved, and not started, if one of its components cannot take its configuration. */
    static void require(Bundle bundle, ConfigurationGeneration generation) throws RejectedException {
        if (generation.files().isEmpty()) {
            return;
        }
        List<String> faults = new ArrayList<>();
        for (DeclaredComponent component : ComponentDescriptions.of(bundle).components()) {
            for (ConfigurationFile file : generation.filesOf(component.pids())) {
                add(bundle, component, file, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new RejectedException(String.join("; ", faults));
        }
    }

    private static void add(Bundle bundle, DeclaredComponent component, ConfigurationFile file, List<String> faults) {
        for (String name : component.classes()) {
            try {
                PropertyType.faults(bundle.loadClass(name), file)
                        .forEach(fault -> faults.add("component " + component.name() + " " + fault));
            } catch (ClassNotFoundException | LinkageError broken) {
                // The start of the component tells why.
            }
        }
    }
}
