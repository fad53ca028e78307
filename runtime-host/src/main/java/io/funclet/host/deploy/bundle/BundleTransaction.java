package io.funclet.host.deploy.bundle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/**
 * What bundles share that are started together, beside those that they replace: all of them will serve, or none. Until it is
 * committed, they see each other instead of what they replace, and nobody else sees them. Any thread.
 */
public final class BundleTransaction {

    private final Set<Bundle> replaced = ConcurrentHashMap.newKeySet();

    private final Set<Bundle> wanting = ConcurrentHashMap.newKeySet();

    private volatile boolean update;

    private volatile boolean committed;

    /**
     * A bundle is to be replaced.
     *
     * @param serves whether it serves now
     */
    public void replace(Bundle bundle, boolean serves) {
        replaced.add(bundle);
        update |= serves;
    }

    public boolean replaces(Bundle bundle) {
        return replaced.contains(bundle);
    }

    /** Whether something that serves is to be replaced. */
    boolean isUpdate() {
        return update;
    }

    /** In one instant, what was hidden is seen, and what it replaces is not any more. */
    public void commit() {
        committed = true;
    }

    boolean isCommitted() {
        return committed;
    }

    /** A bundle that serves would like a service of one of these: it has to be among them to get it. */
    void wantedBy(Bundle user) {
        if (!replaces(user)) {
            wanting.add(user);
        }
    }

    public Set<Bundle> takeWanting() {
        Set<Bundle> taken = Set.copyOf(wanting);
        wanting.removeAll(taken);
        return taken;
    }
}
