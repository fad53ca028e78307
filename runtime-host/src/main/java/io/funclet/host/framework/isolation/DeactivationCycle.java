package io.funclet.host.framework.isolation;

import io.funclet.host.framework.scr.ComponentRuntime;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/**
 * Prevents a deadlock of SCR when it deactivates one of two components that refer to each other, or one that refers to
 * itself. SCR unregisters its service, so it deactivates the other component, too, and unregisters that service. If the
 * first component learns of that, SCR deactivates it again on the same thread, and waits for the first deactivation
 * until {@code ds.lock.timeout.milliseconds} is over.
 */
record DeactivationCycle(BundleContext host, ServiceReference<?> service) {

    private static final String REGISTRATION = "org.apache.felix.scr.impl.manager.RegistrationManager";
    private static final String STATIC = "static";

    /** Whether an event about the service would close the cycle. The bundle stops, so it does not need the event. */
    boolean isClosedBy(Bundle user) {
        return user.getState() == Bundle.STOPPING
                && (user.equals(service.getBundle()) && ComponentRuntime.ask(host, false, this::refersToItself)
                        || StackWalker.getInstance()
                                        .walk(frames -> frames.filter(DeactivationCycle::unregisters)
                                                .limit(2)
                                                .count())
                                == 2);
    }

    /** A component that collects all services of an interface, and provides one, refers to itself. */
    private boolean refersToItself(ServiceComponentRuntime runtime) {
        // By its description: SCR does not return configurations while it disposes of them.
        ComponentDescriptionDTO component =
                service.getProperty(ComponentConstants.COMPONENT_NAME) instanceof String name
                        ? runtime.getComponentDescriptionDTO(service.getBundle(), name)
                        : null;
        return component != null
                && Stream.of(component.references)
                        .anyMatch(reference -> STATIC.equals(reference.policy) && meets(reference));
    }

    private boolean meets(ReferenceDTO reference) {
        Object configured = service.getProperty(reference.name + ComponentConstants.REFERENCE_TARGET_SUFFIX);
        String target = configured instanceof String text ? text : reference.target;
        try {
            return List.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                            .contains(reference.interfaceName)
                    && (target == null || FrameworkUtil.createFilter(target).match(service));
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static boolean unregisters(StackFrame frame) {
        return frame.getMethodName().equals("changeRegistration")
                && frame.getClassName().equals(REGISTRATION);
    }
}
