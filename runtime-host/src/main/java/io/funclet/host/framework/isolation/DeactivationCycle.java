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
 * Components that refer to each other, or one to itself, of which one is being taken down. SCR unregisters its service,
 * so the other one is deactivated and its service unregistered, too; if the first one is told of that, SCR deactivates it
 * once more, on the same thread, and waits until the first time has ended: for ever, but for
 * {@code ds.lock.timeout.milliseconds}.
 */
final class DeactivationCycle {

    private static final String REGISTRATION = "org.apache.felix.scr.impl.manager.RegistrationManager";
    private static final String STATIC = "static";

    private final BundleContext host;
    private final ServiceReference<?> leaving;

    DeactivationCycle(BundleContext host, ServiceReference<?> leaving) {
        this.host = host;
        this.leaving = leaving;
    }

    /** Whether telling a bundle that the service goes would close the circle. It stops, and needs not be told. */
    boolean isClosedBy(Bundle user) {
        return user.getState() == Bundle.STOPPING
                && (user.equals(leaving.getBundle()) && ComponentRuntime.ask(host, false, this::refersToItself)
                        || StackWalker.getInstance()
                                        .walk(frames -> frames.filter(DeactivationCycle::unregisters)
                                                .limit(2)
                                                .count())
                                == 2);
    }

    /** As what collects all services of an interface does, if it provides that as well. */
    private boolean refersToItself(ServiceComponentRuntime runtime) {
        // Its configurations are not to be had any more while SCR disposes of them.
        ComponentDescriptionDTO component =
                leaving.getProperty(ComponentConstants.COMPONENT_NAME) instanceof String name
                        ? runtime.getComponentDescriptionDTO(leaving.getBundle(), name)
                        : null;
        return component != null
                && Stream.of(component.references)
                        .anyMatch(reference -> STATIC.equals(reference.policy) && meets(reference));
    }

    private boolean meets(ReferenceDTO reference) {
        Object configured = leaving.getProperty(reference.name + ComponentConstants.REFERENCE_TARGET_SUFFIX);
        String target = configured instanceof String text ? text : reference.target;
        try {
            return List.of((String[]) leaving.getProperty(Constants.OBJECTCLASS))
                            .contains(reference.interfaceName)
                    && (target == null || FrameworkUtil.createFilter(target).match(leaving));
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static boolean unregisters(StackFrame frame) {
        return frame.getMethodName().equals("changeRegistration")
                && frame.getClassName().equals(REGISTRATION);
    }
}
