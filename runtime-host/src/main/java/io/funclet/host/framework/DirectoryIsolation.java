package io.funclet.host.framework;

import java.util.Collection;
import java.util.function.ToLongFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps bundles of different code directories apart: a bundle is wired to bundles of its own directory and of the
 * platform only, so that tenants of one process cannot break, or read, each other (OSGi Core, chapter 57).
 */
public final class DirectoryIsolation implements ResolverHookFactory, ResolverHook {

    /** What {@code directoryOf} says of a bundle that belongs to the runtime. */
    public static final long PLATFORM = -1;

    private final ToLongFunction<Bundle> directoryOf;

    /**
     * Makes the hook.
     *
     * @param directoryOf tells the code directory of a bundle, by number, or {@link #PLATFORM}
     */
    public DirectoryIsolation(ToLongFunction<Bundle> directoryOf) {
        this.directoryOf = directoryOf;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        long own = directoryOf.applyAsLong(requirement.getRevision().getBundle());
        if (own == PLATFORM) {
            return;
        }
        candidates.removeIf(candidate -> {
            long other = directoryOf.applyAsLong(candidate.getRevision().getBundle());
            return other != own && other != PLATFORM;
        });
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // Which bundles may resolve at all is not this hook's business.
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        // A singleton of one directory does not collide with the same bundle in another.
        long own = directoryOf.applyAsLong(singleton.getRevision().getBundle());
        collisions.removeIf(other -> directoryOf.applyAsLong(other.getRevision().getBundle()) != own);
    }

    @Override
    public void end() {
        // Holds nothing.
    }
}
