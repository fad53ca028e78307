package io.funclet.host.framework.serviceloader;

import java.util.List;
import org.osgi.framework.Bundle;

/** Knows which bundles may provide services to which, and is told of each use. Any thread; quick, unless said otherwise. */
public interface Neighbours {

    /** The bundles whose providers a bundle may use, besides its own. The order is the same after updates. */
    List<Bundle> of(Bundle user);

    /** Whether a bundle may see and use another one at all; also for bundles of the runtime. */
    boolean mayUse(Bundle user, Bundle provider);

    /**
     * A bundle looks for providers now. Called before the search, so that a provider that comes meanwhile is not missed.
     *
     * @param user the bundle that asks, or whose class loader is asked
     * @param service the class that the providers have to extend or implement
     */
    void asked(Bundle user, Class<?> service);

    /**
     * A bundle is about to look for something that it cannot do without. Waits for some seconds if bundles are coming that
     * might have it.
     */
    void awaitOthers(Bundle user);

    /** A bundle has found no provider, neither its own nor another one's. */
    void missed(Bundle user, Class<?> service);

    /** A bundle has got the names of another one's providers. */
    void used(Bundle user, Bundle provider);

    /**
     * Two different classes of one name are providers. {@code ServiceLoader} returns the first only.
     *
     * @param user who asked
     * @param name of both classes
     * @param first the bundle that has the first; may be the user itself
     * @param second the bundle that has the second
     */
    void hidden(Bundle user, String name, Bundle first, Bundle second);
}
