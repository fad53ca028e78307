package io.funclet.host.deploy;

import io.funclet.api.FunctionHandler;
import java.util.Map;
import java.util.Set;

/**
 * A component as the XML of its bundle declares it (OSGi Compendium, chapter 112.4), read without running anything. SCR
 * reads it only when the bundle starts.
 *
 * @param name its name
 * @param enabled whether it is from the start
 * @param provides the interfaces of its services
 * @param needs the interfaces of its mandatory references
 * @param functions the functions that it offers
 * @param classes of what class it is made; a single one if the description is valid
 * @param parameters how many the constructor has that DS is to use
 * @param properties those of its service properties that have a single value
 */
record DeclaredComponent(
        String name,
        boolean enabled,
        Set<String> provides,
        Set<String> needs,
        Set<String> functions,
        Set<String> classes,
        int parameters,
        Map<String, String> properties) {

    boolean isFunction() {
        return provides.contains(FunctionHandler.class.getName());
    }

    DeclaredComponent named(String other) {
        return new DeclaredComponent(other, enabled, provides, needs, functions, classes, parameters, properties);
    }
}
