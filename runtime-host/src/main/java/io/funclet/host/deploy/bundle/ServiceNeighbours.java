package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.framework.serviceloader.Neighbours;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Which bundles of a code directory provide services to each other by {@code ServiceLoader}. */
public final class ServiceNeighbours implements Neighbours {

    private static final Logger LOG = Logger.getLogger(ServiceNeighbours.class.getName());

    private final InstalledJars jars;
    private final Consumer<CodeDirectory> arrivals;

    /** What the log has said. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param arrivals waits until the jars of a directory have been tried, for some seconds at most */
    public ServiceNeighbours(InstalledJars jars, Consumer<CodeDirectory> arrivals) {
        this.jars = jars;
        this.arrivals = arrivals;
    }

    @Override
    public List<Bundle> of(Bundle user) {
        InstalledJar using = jars.of(user);
        if (using == null) {
            return List.of();
        }
        return jars.in(using.directory()).stream()
                .filter(jar -> jar != using && jar.providesServices() && jars.mayUse(user, jar.bundle()))
                // As on a class path: bundle ids change with each update.
                .sorted(Comparator.comparing(jar -> jar.staged().fileName()))
                .map(InstalledJar::bundle)
                .toList();
    }

    @Override
    public boolean mayUse(Bundle user, Bundle provider) {
        return jars.mayUse(user, provider);
    }

    @Override
    public void asked(Bundle user, Class<?> service) {
        InstalledJar jar = jars.of(user);
        if (jar != null) {
            jar.services().asked(service);
        }
    }

    @Override
    public void awaitOthers(Bundle user) {
        InstalledJar jar = jars.of(user);
        // While it starts, others would wait for it. It is deployed anew if it misses something.
        if (jar != null && jar.isProven()) {
            arrivals.accept(jar.directory());
        }
    }

    @Override
    public void missed(Bundle user, Class<?> service) {
        InstalledJar jar = jars.of(user);
        // For its own services, Java has providers.
        if (jar != null && FrameworkUtil.getBundle(service) != null) {
            jar.services().missed(service);
        }
    }

    @Override
    public void used(Bundle user, Bundle provider) {
        InstalledJar jar = jars.of(provider);
        if (jar != null && !user.equals(provider)) {
            jar.services().usedBy(user);
        }
    }

    @Override
    public void hidden(Bundle user, String name, Bundle first, Bundle second) {
        InstalledJar using = jars.of(user);
        InstalledJar one = jars.of(first);
        InstalledJar other = jars.of(second);
        if (Objects.nonNull(using) && one != null && other != null) {
            String text = one + " and " + other + " both have a service provider " + name + ": " + using
                    + " gets that of the first only. Remove one of them, or rename one class";
            if (told.add(text)) {
                other.mark().log(LOG, Level.WARNING, text);
            }
        }
    }
}
