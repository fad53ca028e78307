package io.funclet.host.framework.component;

import java.lang.reflect.Method;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The method that a component's description names for its activation. If it is missing, DS returns no service object,
 * and only logs that.
 *
 * @param bundle the component's bundle, which is resolved
 * @param component the component
 */
record ActivationMethod(Bundle bundle, ComponentDescriptionDTO component) {

    /** A phrase about a missing activation method; empty if the class has it, or needs none. */
    Optional<String> missing() {
        // DS looks for the default name in all components, and does not require it.
        boolean isNamed = component.activate != null && !component.activate.equals("activate");
        return isNamed && !has(component.activate)
                ? Optional.of("component " + component.name + ": its class " + component.implementationClass
                        + " has no method " + component.activate + ", which is to activate it")
                : Optional.empty();
    }

    private boolean has(String name) {
        try {
            for (Class<?> type = bundle.loadClass(component.implementationClass);
                    type != null;
                    type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getName().equals(name)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (ClassNotFoundException | LinkageError told) {
            return true;
        }
    }
}
