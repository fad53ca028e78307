package io.funclet.host.framework.isolation;

import io.funclet.host.framework.EmbeddedFelix;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Isolates bundles that must not use each other: they share no packages or services, and do not see each other (OSGi
 * Core, chapters 54, 55 and 57). The caller decides which bundles these are.
 */
public final class Isolation
        implements ResolverHookFactory,
                ResolverHook,
                FindHook,
                EventListenerHook,
                org.osgi.framework.hooks.bundle.FindHook,
                org.osgi.framework.hooks.bundle.EventHook {

    private final BundleContext host;
    private final BiPredicate<Bundle, Bundle> mayUse;
    private final Kept kept;
    private final ConfigurationAdminTracking tracking = new ConfigurationAdminTracking();

    /** Receives what is hidden from which bundle, and what bundles ask for. */
    @FunctionalInterface
    public interface Kept {

        /** A service has been registered or modified, and is hidden from a bundle that listens for it. */
        void kept(Bundle user, Bundle provider);

        /** Whether a bundle may have seen what another one provides, so that it must learn when that goes. */
        default boolean mayHaveSeen(Bundle user, Bundle provider) {
            return true;
        }

        /** A bundle of the runtime looks for such a service, and does not use that of a function bundle. */
        default void unused(Bundle provider, String service) {}

        /** A bundle has asked the registry for services, as for {@link ServiceQueries#add}. */
        default void asked(
                Bundle user, String type, String filter, boolean all, Collection<ServiceReference<?>> services) {}
    }

    private Isolation(BundleContext host, BiPredicate<Bundle, Bundle> mayUse, Kept kept) {
        this.host = host;
        this.mayUse = mayUse;
        this.kept = kept;
    }

    /**
     * @param host the context of the system bundle
     * @param mayUse whether the first bundle may use what the second one provides; quick, and without locks
     * @param kept receives the services that are hidden from listeners; quick
     */
    public static void enforce(BundleContext host, BiPredicate<Bundle, Bundle> mayUse, Kept kept) {
        Isolation isolation = new Isolation(host, mayUse, kept);
        host.registerService(
                new String[] {
                    ResolverHookFactory.class.getName(),
                    FindHook.class.getName(),
                    EventListenerHook.class.getName(),
                    org.osgi.framework.hooks.bundle.FindHook.class.getName(),
                    org.osgi.framework.hooks.bundle.EventHook.class.getName()
                },
                isolation,
                null);
        host.registerService(ListenerHook.class, isolation.tracking, null);
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        Bundle user = requirement.getRevision().getBundle();
        candidates.removeIf(
                candidate -> !mayUse.test(user, candidate.getRevision().getBundle()));
        PlatformBoundary.filter(requirement, candidates);
        ClassPathBundles.filter(requirement, candidates);
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {}

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        Bundle bundle = singleton.getRevision().getBundle();
        collisions.removeIf(other -> !mayUse.test(bundle, other.getRevision().getBundle()));
    }

    @Override
    public void end() {}

    @Override
    public void find(BundleContext context, Collection<Bundle> bundles) {
        Optional<Bundle> user = user(context);
        bundles.removeIf(bundle -> !isSeen(bundle, user));
    }

    @Override
    public void event(BundleEvent event, Collection<BundleContext> contexts) {
        Bundle bundle = event.getBundle();
        contexts.removeIf(context -> !isSeen(bundle, user(context)) || isKept(bundle, user(context)));
    }

    @Override
    public void find(
            BundleContext context,
            String name,
            String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        Optional<Bundle> user = user(context);
        references.removeIf(reference -> !isSeen(reference, user));
        if (ConfigurationAdminTracking.SERVICE.equals(name)
                && !references.isEmpty()
                && ConfigurationAdminTracking.isUnderWay()) {
            references.removeIf(reference -> isUnused(reference, name));
        }
        if (user.isPresent()) {
            kept.asked(user.get(), name, filter, allServices, references);
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        listeners.keySet().removeIf(listener -> isKept(reference.getBundle(), user(listener)));
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            DeactivationCycle cycle = new DeactivationCycle(host, reference);
            Bundle provider = reference.getBundle();
            listeners
                    .keySet()
                    .removeIf(listener -> user(listener)
                            .filter(user ->
                                    cycle.isClosedBy(user) || provider != null && !kept.mayHaveSeen(user, provider))
                            .isPresent());
            return;
        }
        if (ConfigurationAdminTracking.isAbout(reference)) {
            listeners
                    .values()
                    .forEach(infos -> infos.removeIf(
                            info -> tracking.isBy(info) && isUnused(reference, ConfigurationAdminTracking.SERVICE)));
        }
        MetFilters met = new MetFilters(reference);
        boolean isNew = event.getType() == ServiceEvent.REGISTERED;
        listeners.entrySet().removeIf(listener -> {
            // SCR listens for ConfigurationAdmin once for each bundle, and the framework would ask each of these
            // listeners.
            if (isNew && !met.byAnyOf(listener.getValue())) {
                return true;
            }
            Optional<Bundle> user = user(listener.getKey());
            boolean seen = isSeen(reference, user);
            // The ConfigurationAdmin of another directory, or of other settings, is of no interest.
            if (!seen && user.isPresent() && !EmbeddedFelix.isOfADirectory(user.get())) {
                tell(user.get(), reference, listener.getValue(), met);
            }
            return !seen;
        });
    }

    private void tell(Bundle user, ServiceReference<?> reference, Collection<ListenerInfo> listeners, MetFilters met) {
        Bundle provider = reference.getBundle();
        for (ListenerInfo listener : listeners) {
            if (provider != null && listener.getFilter() != null) {
                boolean matches = met.by(listener.getFilter());
                if (matches && EmbeddedFelix.isPlatform(user)) {
                    kept.unused(provider, String.join(", ", PlatformBoundary.interfaces(reference)));
                } else if (matches) {
                    kept.kept(user, provider);
                }
            }
        }
    }

    /** Whether SCR does not use it. */
    private boolean isUnused(ServiceReference<?> reference, String service) {
        Bundle provider = reference.getBundle();
        if (provider == null || EmbeddedFelix.isPlatform(provider)) {
            return provider == null;
        }
        kept.unused(provider, service);
        return true;
    }

    private boolean isSeen(ServiceReference<?> service, Optional<Bundle> user) {
        Bundle provider = service.getBundle();
        return isSeen(provider, user) && PlatformBoundary.mayUse(user.get(), service, provider);
    }

    /**
     * Whether a bundle may see another one. A bundle that has just stopped sees nothing and is not seen: its context
     * and its services have no bundle any more.
     */
    private boolean isSeen(Bundle provider, Optional<Bundle> user) {
        return provider != null && user.isPresent() && mayUse.test(user.get(), provider);
    }

    /**
     * Whether a bundle learns nothing of the runtime's own bundles and services. They are there before it starts. A listener
     * that waits would hold up the runtime, which changes some of them as it works.
     */
    private static boolean isKept(Bundle provider, Optional<Bundle> user) {
        return provider != null
                && user.isPresent()
                && EmbeddedFelix.isPlatform(provider)
                && !EmbeddedFelix.isOfADirectory(provider)
                && !EmbeddedFelix.isPlatform(user.get());
    }

    /** The bundle of a context; empty if it has stopped meanwhile: the framework calls hooks without a lock. */
    private static Optional<Bundle> user(BundleContext context) {
        try {
            return Optional.of(context.getBundle());
        } catch (IllegalStateException stopped) {
            return Optional.empty();
        }
    }
}
