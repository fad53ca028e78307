package io.funclet.host.framework.component;

import java.lang.reflect.Method;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The method that a component's description names for its activation. Without it, DS gives no service object, and says so
 * nowhere but in its log.
 *
 * @param bundle the component's bundle, which is resolved
 * @param component the component
 */
record ActivationMethod(Bundle bundle, ComponentDescriptionDTO component) {

    /** A phrase about an activation method that its class does not have; empty if it has it, or need not. */
    Optional<String> missing() {
        // By the default's name it is looked for in all components, and need not be there.
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
