package io.funclet.host.deploy.bundle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * Shared by bundles that start together beside those that they replace: all of them will serve, or none. Until the commit,
 * they see each other instead of what they replace, and no other bundle sees them. Any thread.
 */
public final class BundleTransaction {

    private final Set<Bundle> replaced = ConcurrentHashMap.newKeySet();

    private final Set<Bundle> wanting = ConcurrentHashMap.newKeySet();

    private volatile boolean update;

    private volatile boolean committed;

    public void replace(Bundle bundle, boolean serves) {
        replaced.add(bundle);
        update |= serves;
    }

    public boolean replaces(Bundle bundle) {
        return replaced.contains(bundle);
    }

    boolean isUpdate() {
        return update;
    }

    /** At once, other bundles see these instead of the replaced ones. */
    public void commit() {
        committed = true;
    }

    boolean isCommitted() {
        return committed;
    }

    /** A serving bundle would use a service of one of these: it has to start with them to get it. */
    void wantedBy(Bundle user) {
        if (!replaces(user)) {
            wanting.add(user);
        }
    }

    /** Takes those bundles that want a service of these; the others can be taken later. */
    public Set<Bundle> takeWanting(Predicate<Bundle> which) {
        Set<Bundle> taken = wanting.stream().filter(which).collect(Collectors.toSet());
        wanting.removeAll(taken);
        return taken;
    }
}
