package io.funclet.host.framework.isolation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * Detects when SCR itself looks for a ConfigurationAdmin, through the contexts of the bundles that it extends. SCR
 * cannot use that of a function bundle, whose classes are others.
 */
final class ConfigurationAdminTracking implements ListenerHook {

    static final String SERVICE = "org.osgi.service.cm.ConfigurationAdmin";

    private static final String FILTER = "(" + Constants.OBJECTCLASS + "=" + SERVICE + ")";

    /** The class of SCR that is on the stack of each such look-up. */
    private static final String TRACKER = "org.apache.felix.scr.impl.helper.ConfigAdminTracker";

    private final Set<ListenerInfo> trackers = ConcurrentHashMap.newKeySet();

    static boolean isAbout(ServiceReference<?> service) {
        return Arrays.asList(PlatformBoundary.interfaces(service)).contains(SERVICE);
    }

    /** Whether the calling thread looks for one on behalf of SCR. */
    static boolean isUnderWay() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(TRACKER)));
    }

    boolean isBy(ListenerInfo listener) {
        return !trackers.isEmpty() && trackers.contains(listener);
    }

    @Override
    public void added(Collection<ListenerInfo> listeners) {
        for (ListenerInfo listener : listeners) {
            if (FILTER.equals(listener.getFilter()) && isUnderWay()) {
                trackers.add(listener);
            }
        }
    }

    @Override
    public void removed(Collection<ListenerInfo> listeners) {
        if (!trackers.isEmpty()) {
            trackers.removeAll(listeners);
        }
    }
}
