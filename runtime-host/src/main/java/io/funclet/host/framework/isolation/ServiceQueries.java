package io.funclet.host.framework.isolation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * Records the service queries of one bundle and their results. A bundle without a listener does not learn of a service
 * that is registered after its query. Any thread.
 */
public final class ServiceQueries {

    /** A bundle may ask with ever new filters. */
    private static final int MAX_QUERIES = 100;

    private record Query(String type, String filter, boolean all) {

        Stream<ServiceReference<?>> ask(BundleContext context) {
            try {
                ServiceReference<?>[] found = all
                        ? context.getAllServiceReferences(type, filter)
                        : context.getServiceReferences(type, filter);
                return Stream.of(found == null ? new ServiceReference<?>[0] : found);
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException("the framework has taken the filter", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Query that
                    && Objects.equals(type, that.type)
                    && Objects.equals(filter, that.filter)
                    && all == that.all;
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(type) * 31 + Objects.hashCode(filter);
        }
    }

    /** {@code null} after {@link #take}. Guarded by this object's monitor. */
    private Map<Query, Set<ServiceReference<?>>> found = new HashMap<>();

    /**
     * Records a query.
     *
     * @param type the class name; {@code null} for any
     * @param filter {@code null} if there is none
     * @param all whether services of another copy of the class were asked for, too
     * @param services the result, which is copied
     */
    public synchronized void add(String type, String filter, boolean all, Collection<ServiceReference<?>> services) {
        if (found == null) {
            return;
        }
        Query query = new Query(type, filter, all);
        Set<ServiceReference<?>> before = found.get(query);
        if (before != null) {
            // The asking part of the bundle is unknown: each part must have all of them.
            before.retainAll(services);
        } else if (found.size() < MAX_QUERIES) {
            found.put(query, new HashSet<>(services));
        }
    }

    /**
     * Repeats all queries, and records nothing from now on.
     *
     * @return the other bundles in the new results, if the bundle has missed a service: a new one of which no listener
     *     of it hears; empty if it has not, or has stopped
     */
    public Set<Bundle> providersIfMissed(BundleContext host, Bundle bundle) {
        Map<Query, Set<ServiceReference<?>>> asked = take();
        BundleContext context = bundle.getBundleContext();
        if (context == null || asked.isEmpty()) {
            return Set.of();
        }
        Set<Bundle> providers = new HashSet<>();
        Set<ServiceReference<?>> missed = new HashSet<>();
        asked.forEach((query, before) -> query.ask(context).forEach(service -> {
            Bundle provider = service.getBundle();
            if (provider != null && !provider.equals(bundle)) {
                providers.add(provider);
                if (!before.contains(service)) {
                    missed.add(service);
                }
            }
        }));
        if (!missed.isEmpty()) {
            List<String> heard = listenerFilters(host, context);
            missed.removeIf(service -> heard.stream().anyMatch(filter -> matches(filter, service)));
        }
        return missed.isEmpty() ? Set.of() : providers;
    }

    private synchronized Map<Query, Set<ServiceReference<?>>> take() {
        Map<Query, Set<ServiceReference<?>>> taken = found == null ? Map.of() : found;
        found = null;
        return taken;
    }

    /** The filters of all listeners of a bundle; an empty text for a listener without one. */
    private static List<String> listenerFilters(BundleContext host, BundleContext context) {
        List<String> filters = new CopyOnWriteArrayList<>();
        ListenerHook hook = new ListenerHook() {

            @Override
            public void added(Collection<ListenerInfo> listeners) {
                for (ListenerInfo listener : listeners) {
                    if (context.equals(listener.getBundleContext())) {
                        filters.add(Objects.toString(listener.getFilter(), ""));
                    }
                }
            }

            @Override
            public void removed(Collection<ListenerInfo> listeners) {}
        };
        // The framework reports all present listeners to a new hook.
        host.registerService(ListenerHook.class, hook, null).unregister();
        return filters;
    }

    /** Whether a service matches a valid filter; an empty filter matches all. */
    static boolean matches(String filter, ServiceReference<?> service) {
        try {
            return filter.isEmpty() || FrameworkUtil.createFilter(filter).match(service);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the framework has taken the filter", e);
        }
    }
}
