package io.funclet.host.framework;

import java.lang.reflect.Field;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The thread on which Felix refreshes bundles. It is made for the first request, and is taken to run from then on, also if the
 * system gave none just then: all further requests would wait for it.
 */
public final class LostThread {

    private LostThread() {}

    /**
     * Has a thread made for the next request. Nothing happens where the framework is another one, or does it differently.
     *
     * @param framework whose request has ended for want of a thread
     */
    public static void forget(FrameworkWiring framework) {
        try {
            Field thread = framework.getClass().getDeclaredField("m_thread");
            thread.setAccessible(true);
            if (thread.get(framework) instanceof Thread known && !known.isAlive()) {
                thread.set(framework, null);
            }
        } catch (ReflectiveOperationException | RuntimeException different) {
            // Then the next request says how it is.
        }
    }
}
