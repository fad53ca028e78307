package io.funclet.host.deploy.component;

import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.configuration.PropertyType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;

/** Checks configurations against the property types of the components that will get them. */
public final class ConfigurationCheck {

    private ConfigurationCheck() {}

    /**
     * What components of a bundle cannot take of their configurations: a phrase for each value. Loads their classes.
     *
     * @param bundle resolved, and not started
     * @param components those that it declares
     */
    public static List<String> faults(
            Bundle bundle, Collection<DeclaredComponent> components, ConfigurationGeneration generation) {
        List<String> faults = new ArrayList<>();
        for (DeclaredComponent component : components) {
            for (ConfigurationFile file : generation.filesOf(component.pids())) {
                add(bundle, component, file, faults);
            }
        }
        return faults;
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
