package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.io.IOException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds the components for which the runtime's configuration file has values, by their functions. */
final class FunctionSettings {

    private static final Logger LOG = Logger.getLogger(FunctionSettings.class.getName());

    private FunctionSettings() {}

    /** Gives them their values. Only reads the jar, because its bundle must not resolve yet. */
    static void bind(Configurations configurations, CodeDirectory directory, StagedJar jar) {
        Map<String, ConfigurationFile> ofFunctions = configurations.ofFunctions(directory);
        try {
            for (DeclaredComponent component :
                    ComponentDescriptions.of(jar.copy()).components()) {
                for (String function : component.functions()) {
                    if (ofFunctions.containsKey(function)) {
                        bind(configurations, directory, component, function);
                    }
                }
            }
        } catch (IOException | RejectedException unreadable) {
            LOG.log(Level.FINE, jar + " declares no components", unreadable);
        }
    }

    private static void bind(
            Configurations configurations, CodeDirectory directory, DeclaredComponent component, String function) {
        String pid = component.pids().stream().reduce((former, last) -> last).orElse(null);
        if (pid == null) {
            LOG.warning(configurations.ofFunctions(directory).get(function) + " has no effect: component "
                    + component.name() + " takes no configuration (configuration-policy is ignore)");
        } else {
            configurations.bind(directory, pid, function);
        }
    }
}
