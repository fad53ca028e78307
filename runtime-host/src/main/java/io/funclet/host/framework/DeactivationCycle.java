package io.funclet.host.framework;

import java.lang.StackWalker.StackFrame;
import org.osgi.framework.Bundle;

/**
 * Components that refer to each other, of which one is being taken down. SCR unregisters its service, so the other one is
 * deactivated and its service unregistered, too; if the first one is told of that, SCR deactivates it once more, on the
 * same thread, and waits until the first time has ended: for ever, but for {@code ds.lock.timeout.milliseconds}.
 */
final class DeactivationCycle {

    private static final String REGISTRATION = "org.apache.felix.scr.impl.manager.RegistrationManager";

    private DeactivationCycle() {}

    /** Whether telling a bundle that a service goes would close the circle. It stops, and needs not be told. */
    static boolean isClosedBy(Bundle user) {
        return user.getState() == Bundle.STOPPING
                && StackWalker.getInstance()
                                .walk(frames -> frames.filter(DeactivationCycle::unregisters)
                                        .limit(2)
                                        .count())
                        == 2;
    }

    private static boolean unregisters(StackFrame frame) {
        return frame.getMethodName().equals("changeRegistration")
                && frame.getClassName().equals(REGISTRATION);
    }
}
