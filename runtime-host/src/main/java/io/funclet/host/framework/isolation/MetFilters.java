package io.funclet.host.framework.isolation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/** Which filters a service meets. By their text, each once: all bundles with components listen for the same. Of one thread. */
final class MetFilters {

    private final ServiceReference<?> service;
    private final Map<String, Boolean> met = new HashMap<>();

    MetFilters(ServiceReference<?> service) {
        this.service = service;
    }

    /** Whether the service concerns one of the listeners. */
    boolean byAnyOf(Collection<ListenerInfo> listeners) {
        for (ListenerInfo listener : listeners) {
            if (listener.getFilter() == null || by(listener.getFilter())) {
                return true;
            }
        }
        return false;
    }

    boolean by(String filter) {
        return met.computeIfAbsent(filter, each -> ServiceQueries.matches(each, service));
    }
}
